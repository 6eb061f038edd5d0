"""`python -m tests.oracle.record [TOPIC[/NAME] ...]`: records what PyTorch 2.13 prints."""

import sys

from tests.oracle import golden, theirs


def main(wanted: list[str]) -> int:
    """Records the wanted scripts (all by default) and names those whose record changed."""
    if (reason := theirs.unavailable()) is not None:
        print(f"cannot record: {reason}", file=sys.stderr)
        return 1
    count = changed = 0
    for script in golden.scripts():
        name = golden.name(script)
        if wanted and not any(name == w or name.startswith(w + "/") for w in wanted):
            continue
        count += 1
        if golden.save(script, theirs.run(script.read_text("utf-8"), script.name)):
            changed += 1
            print(f"changed: {name}")
    print(f"{count} scripts recorded, {changed} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
