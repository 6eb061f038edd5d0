"""The golden scripts on disk: where they are and what PyTorch printed for them."""

from pathlib import Path

from tests.oracle.outcome import Outcome

ROOT = Path(__file__).parents[1] / "golden" / "scripts"


def scripts() -> list[Path]:
    """Every golden script, sorted by topic and name."""
    return sorted(ROOT.glob("*/*.py"))


def name(script: Path) -> str:
    """`topic/name` of a golden script."""
    return script.relative_to(ROOT).with_suffix("").as_posix()


def expected(script: Path) -> Outcome:
    """What was recorded beside `script`: `.out` and, if it ended with an error, `.err`."""
    error_file = script.with_suffix(".err")
    error = error_file.read_text("utf-8").rstrip("\n") if error_file.exists() else None
    return Outcome(script.with_suffix(".out").read_text("utf-8"), error)


def save(script: Path, outcome: Outcome) -> bool:
    """Writes `outcome` beside `script`; True when that changed a file."""
    changed = not script.with_suffix(".out").exists() or expected(script) != outcome
    script.with_suffix(".out").write_text(outcome.stdout, "utf-8")
    error_file = script.with_suffix(".err")
    if outcome.error is None:
        error_file.unlink(missing_ok=True)
    else:
        error_file.write_text(outcome.error + "\n", "utf-8")
    return changed
