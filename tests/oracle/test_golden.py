"""Every golden script prints through us what PyTorch 2.13.0 printed: no torch needed."""

from pathlib import Path

import pytest

from tests.oracle import golden, ours
from tests.oracle.report import difference


@pytest.mark.parametrize("script", golden.scripts(), ids=golden.name)
def test_golden_script_prints_what_pytorch_printed(script: Path) -> None:
    source = script.read_text("utf-8")
    expected = golden.expected(script)
    if (text := difference(source, ours.run(source, script.name), expected)) is not None:
        pytest.fail(text, pytrace=False)


def test_every_record_has_its_script() -> None:
    names = {golden.name(script) for script in golden.scripts()}
    records = [p for p in golden.ROOT.glob("*/*") if p.suffix in (".out", ".err")]
    assert {p.relative_to(golden.ROOT).with_suffix("").as_posix() for p in records} == names
    assert len(names) >= 150
