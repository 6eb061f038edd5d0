"""The one renderer of diagnostics to text: source lines with carets under what is meant.

RuntimeError: message
 --> script.py:3:1
  |
1 | y = x + 1
  |     ----- made here
  |
3 | loss.backward()
  | ^^^^^^^^^^^^^^^ called here
  |
note: ...
help: ...
"""

from __future__ import annotations

import re
import unicodedata

from .diagnostic import Diagnostic, Label

TAB = 4
LEAST_WINDOW = 20
MOST_SPAN_LINES = 6
RED, BLUE, CYAN, BOLD = "1;31", "1;34", "1;36", "1"
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def render(
    diagnostic: Diagnostic,
    source: str,
    filename: str,
    *,
    color: bool = False,
    width: int = 100,
) -> str:
    """A diagnostic as text for a terminal, without a line break at its end.

    `source` is the script's text, which the labels point into; `width` is the number of columns
    that source lines may take. Characters that a terminal would obey are shown as escapes.
    """
    return "\n".join(_Page(source, color, width).lines_of(diagnostic, filename))


def visible(text: str) -> str:
    """A text whose control characters are shown, not obeyed; line breaks and tabs stay."""
    return "".join(c if c in "\n\t" or _is_visible(c) else _escape(c) for c in text)


def _is_visible(character: str) -> bool:
    return " " <= character <= "~" or unicodedata.category(character) not in INVISIBLE


def _escape(character: str) -> str:
    code = ord(character)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\u{code:04x}" if code > 0xFF else f"\\x{code:02x}"


class _Line:
    """A source line as it is shown, with the column of each character and of the end."""

    def __init__(self, text: str) -> None:
        shown: list[str] = []
        self.columns = [0]
        at = 0
        for character in text:
            if character == "\t":
                piece, size = " " * (TAB - at % TAB), TAB - at % TAB
            elif " " <= character <= "~":
                piece, size = character, 1
            elif _is_visible(character):
                piece = character
                size = 1 + (unicodedata.east_asian_width(character) in "WF")
                size *= not unicodedata.category(character).startswith("M")
            else:
                piece = _escape(character)
                size = len(piece)
            shown.append(piece)
            at += size
            self.columns.append(at)
        self.pieces = shown

    def column(self, character: int) -> int:
        """The display column, from 0, of a character column, from 1, even behind the end."""
        extra = max(0, character - len(self.columns))
        return self.columns[min(max(character, 1), len(self.columns)) - 1] + extra

    def cut(self, start: int, size: int) -> tuple[str, int]:
        """The part of the line in a window of columns, and the column that the part starts with."""
        end = start + size
        total = self.columns[-1]
        chosen = [
            (piece, left)
            for piece, left, right in zip(self.pieces, self.columns, self.columns[1:], strict=False)
            if left >= start + (start > 0) and right <= end - (end < total)
        ]
        text = "".join(piece for piece, _ in chosen)
        first = chosen[0][1] if chosen else start
        before = "…" if start > 0 else ""
        return f"{before}{text}{'…' if end < total else ''}", first - len(before)


class _Mark:
    """A part of a label on one line, in display columns; the last part has the text."""

    def __init__(self, start: int, end: int, text: str, primary: bool) -> None:
        self.start, self.end, self.text, self.primary = start, end, text, primary


class _Page:
    def __init__(self, source: str, color: bool, width: int) -> None:
        self.source = re.split("\r\n|\r|\n", source.removeprefix("\ufeff"))
        self.color = color
        self.width = width

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text

    def lines_of(self, diagnostic: Diagnostic, filename: str) -> list[str]:
        head = self.paint(diagnostic.type, RED)
        message = visible(diagnostic.message).rstrip()
        first, *rest = message.split("\n")
        if not head:
            result = [self.paint(first, BOLD)]
        else:
            result = [f"{head}: {self.paint(first, BOLD)}" if first else head]
        result += [self.paint(line, BOLD) for line in rest]
        if diagnostic.labels:
            result += self.snippet(diagnostic.labels, filename)
        for word, texts in (("note", diagnostic.notes), ("help", (diagnostic.help,))):
            for text in texts:
                if text:
                    indented = visible(text).replace("\n", "\n      ")
                    result.append(f"{self.paint(word, CYAN)}: {indented}")
        return result

    def snippet(self, labels: tuple[Label, ...], filename: str) -> list[str]:
        main = next((label for label in labels if label.primary), labels[0])
        shown = self.shown_lines(labels)
        digits = len(str(max(shown, default=main.span.line)))
        gutter = self.paint(f"{'':{digits}} |", BLUE)
        place = f"{visible(filename)}:{main.span.line}:{main.span.column}"
        result = [f"{'':{digits}}{self.paint('-->', BLUE)} {place}", gutter]
        previous = None
        for number in shown:
            if previous is not None and number > previous + 1:
                result.append(self.paint("..." if digits < 3 else f"{'...':{digits}}", BLUE))
            previous = number
            line = _Line(self.source[number - 1])
            marks = self.marks(labels, number, line)
            start = self.window(line, marks, digits)
            size = max(self.width - digits - 3, LEAST_WINDOW)
            text, shift = line.cut(start, size)
            result.append(f"{self.paint(f'{number:{digits}} |', BLUE)} {text}".rstrip())
            result += [f"{gutter} {row}" for row in self.rows(marks, shift, size)]
        if shown:
            result.append(gutter)
        return result

    def shown_lines(self, labels: tuple[Label, ...]) -> list[int]:
        """The lines that labels touch; the middle of a long label is left out."""
        numbers: set[int] = set()
        for span, _, _ in labels:
            if span.end_line - span.line < MOST_SPAN_LINES:
                numbers.update(range(span.line, span.end_line + 1))
            else:
                numbers.update((span.line, span.line + 1, span.end_line - 1, span.end_line))
        shown = sorted(n for n in numbers if 1 <= n <= len(self.source))
        # A gap of one line is shown rather than left out.
        for number in shown[:-1]:
            if (
                number + 2 in numbers
                and number + 1 not in numbers
                and number + 1 <= len(self.source)
            ):
                shown.append(number + 1)
        return sorted(shown)

    def marks(self, labels: tuple[Label, ...], number: int, line: _Line) -> list[_Mark]:
        marks = []
        for span, text, primary in labels:
            if not span.line <= number <= span.end_line:
                continue
            raw = self.source[number - 1]
            indent = len(raw) - len(raw.lstrip())
            start = span.column if number == span.line else indent + 1
            end = span.end_column if number == span.end_line else len(raw.rstrip()) + 1
            if (
                number != span.line
                and (not raw.strip() or end <= start)
                and number != span.end_line
            ):
                continue
            left = line.column(start)
            right = max(line.column(end), left + 1)
            marks.append(_Mark(left, right, text if number == span.end_line else "", primary))
        return sorted(marks, key=lambda mark: (mark.start, mark.end))

    def window(self, line: _Line, marks: list[_Mark], digits: int) -> int:
        """The column at which the shown part of a long line starts."""
        size = max(self.width - digits - 3, LEAST_WINDOW)
        total = line.columns[-1]
        if total <= size or not marks:
            return 0
        main = next((mark for mark in marks if mark.primary), marks[0])
        length = min(main.end - main.start, size // 2)
        if main.start + length + size // 4 <= size:
            return 0
        return max(0, min(main.start - size // 3, total + 1 - size))

    def rows(self, marks: list[_Mark], shift: int, size: int) -> list[str]:
        """The rows below a line: carets and the last text, then the others from right to left."""
        if not marks:
            return []
        for mark in marks:  # what lies outside the window is shown at its edge
            mark.start = min(max(mark.start, shift), shift + size - 1)
            mark.end = max(min(mark.end, shift + size), mark.start + 1)
        cells: dict[int, tuple[str, bool]] = {}
        # What lies inside a longer label stays visible in it.
        for mark in sorted(marks, key=lambda mark: (mark.start - mark.end, mark.primary)):
            for column in range(mark.start, mark.end):
                cells[column - shift] = ("^" if mark.primary else "-", mark.primary)
        last = max(marks, key=lambda mark: (mark.end, mark.start))
        row = self.row(cells)
        texts = last.text.split("\n") if last.text else []
        if texts:
            row += " " + self.tinted(texts[0], last)
            indent = max(cells) + 2
            more = [f"{'':{indent}}{self.tinted(text, last)}" for text in texts[1:]]
        else:
            more = []
        result = [row, *more]
        waiting = [mark for mark in marks if mark is not last and mark.text]
        while waiting:
            mark = waiting[-1]
            bars = {m.start - shift: ("|", m.primary) for m in waiting if m.start >= shift}
            result.append(self.row(bars))
            waiting.pop()
            left = {
                m.start - shift: ("|", m.primary) for m in waiting if shift <= m.start < mark.start
            }
            at = max(mark.start - shift, 0)
            for text in mark.text.split("\n"):
                result.append(self.row(left, at) + self.tinted(text, mark))
        return result

    def row(self, cells: dict[int, tuple[str, bool]], size: int | None = None) -> str:
        """Signs at their columns, `size` columns in all."""
        end = max(cells, default=-1) + 1 if size is None else size
        pieces: list[str] = []
        run, tint = "", False
        for column in range(end):
            sign, primary = cells.get(column, (" ", tint))
            if primary != tint:
                pieces.append(self.run(run, tint))
                run, tint = "", primary
            run += sign
        pieces.append(self.run(run, tint))
        return "".join(pieces)

    def run(self, text: str, primary: bool) -> str:
        bare = text.lstrip(" ")
        spaces = " " * (len(text) - len(bare))
        end = bare.rstrip(" ")
        return f"{spaces}{self.paint(end, RED if primary else BLUE)}{' ' * (len(bare) - len(end))}"

    def tinted(self, text: str, mark: _Mark) -> str:
        return self.paint(visible(text), RED if mark.primary else BLUE)
