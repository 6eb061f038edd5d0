"""The committed tables are what Lark gives for the committed grammar; loading needs no Lark."""

import ast
import os
import subprocess
import sys
from pathlib import Path

from grammar import tables
from grammar.parser import Parser
from grammar.source import Source
from grammar.syntax import Builder

FOLDER = Path(tables.__file__).parent


def test_the_tables_fit_the_grammar():
    grammar = (FOLDER / tables.GRAMMAR).read_text(encoding="utf-8")
    compiled = tables.compile_grammar(grammar)
    assert tables.dump(compiled) == (FOLDER / tables.FILE).read_bytes()
    assert compiled == tables.load()


def test_tables_of_another_grammar_are_not_used(monkeypatch):
    read = tables._read
    shorter = read(tables.GRAMMAR).replace(b'| "pass" ', b'| "pazz" ')

    def other(name):
        return shorter if name == tables.GRAMMAR else read(name)

    monkeypatch.setattr(tables, "_read", other)
    parser = Parser(tables.load())
    assert isinstance(parser.parse(Source("if x: pazz\n", "x")).body[0].body[0], ast.Pass)
    assert isinstance(parser.parse(Source("pass\n", "x")).body[0], ast.Expr)


def test_missing_tables_are_compiled(monkeypatch):
    read = tables._read

    def missing(name):
        if name == tables.FILE:
            raise FileNotFoundError(name)
        return read(name)

    found = tables.load()
    monkeypatch.setattr(tables, "_read", missing)
    assert tables.load() == found


def test_every_rule_has_its_method():
    for name in tables.load().methods:
        assert not name or callable(getattr(Builder, name))


def test_parsing_imports_no_lark():
    code = (
        "import sys; from grammar.parser import parse; parse('x = 1');"
        "assert 'lark' not in sys.modules and 'logging' not in sys.modules"
    )
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
