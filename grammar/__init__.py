"""The script language: from text to a Python syntax tree, to a run, to diagnostics as data."""
