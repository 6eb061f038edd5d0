"""Finding entries by what somebody types: a name in any spelling, or words."""

from __future__ import annotations

from cli.reference.catalogue import Entry

_PREFIXES = (
    ("F.", "nn.functional."),
    ("nn.functional.", "torch.nn.functional."),
    ("nn.", "torch.nn."),
)


def named(entries: dict[str, Entry], text: str) -> list[Entry]:
    """Return the entries that have this name: `sin`, `torch.sin`, `F.relu`, `x.sin`, `sin_`.

    A function comes before classes and methods of the same name.
    """
    wanted = text.strip().removesuffix("()")
    for short, long in _PREFIXES:
        if wanted.startswith(short):
            wanted = long + wanted.removeprefix(short)
    exact = [e for e in entries.values() if wanted in e.names or f"torch.{wanted}" in e.names]
    if exact:
        return exact
    last = wanted.rpartition(".")[2]
    return [e for e in entries.values() if any(n.rpartition(".")[2] == last for n in e.names)]


def searched(entries: dict[str, Entry], words: list[str]) -> list[Entry]:
    """Return the entries that have all words in their names, first sentences or families."""
    wanted = [word.casefold() for word in words]
    ranked = []
    for place, entry in enumerate(entries.values()):
        names = " ".join(entry.names).casefold()
        texts = f"{names} {entry.summary} {entry.family}".casefold()
        if all(word in texts for word in wanted):
            ranked.append((not all(word in names for word in wanted), place, entry))
    return [entry for _, _, entry in sorted(ranked, key=lambda item: item[:2])]


def nearest_names(entries: dict[str, Entry], text: str) -> list[str]:
    """Return names that somebody who typed `text` may have meant."""
    from difflib import get_close_matches

    names = {entry.name: None for entry in entries.values() if not entry.name.endswith("_")}
    return get_close_matches(text.rpartition(".")[2], names, 3, 0.7)
