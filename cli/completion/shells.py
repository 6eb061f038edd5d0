"""The scripts for each shell."""

from __future__ import annotations

from collections.abc import Callable

from cli.completion.spec import Flag, Sub, columns, commands


def bash() -> str:
    """Return the script for bash: eval "$(autograd completion bash)"."""
    found = commands()
    cases = "\n".join(_bash_case(sub) for sub in found)
    names = " ".join(sub.name for sub in found)
    return f"""\
# Completion of autograd for bash: put this into ~/.bashrc:  eval "$(autograd completion bash)"
_autograd() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before= flags= arguments= values=
  (( COMP_CWORD > 0 )) && before=${{COMP_WORDS[COMP_CWORD-1]}}
  COMPREPLY=()
  if (( COMP_CWORD == 1 )); then
    COMPREPLY=( $(compgen -W "{names} --help --version" -- "$word") )
    return
  fi
  case ${{COMP_WORDS[1]}} in
{cases}
  esac
  if [[ $values == files || ( -z $values && $arguments == files && $word != -* ) ]]; then
    compopt -o filenames 2> /dev/null
    COMPREPLY=( $(compgen -f -- "$word") )
  elif [[ $values == columns ]]; then
    local done=
    [[ $word == *,* ]] && done=${{word%,*}},
    COMPREPLY=( $(compgen -P "$done" -W "{" ".join(columns())}" -- "${{word##*,}}") )
    compopt -o nospace 2> /dev/null
  elif [[ $values == any ]]; then
    COMPREPLY=()
  elif [[ -n $values ]]; then
    COMPREPLY=( $(compgen -W "$values" -- "$word") )
  elif [[ $word == -* ]]; then
    COMPREPLY=( $(compgen -W "$flags" -- "$word") )
  else
    COMPREPLY=( $(compgen -W "$arguments" -- "$word") )
  fi
}}
complete -F _autograd autograd
"""


def _bash_case(sub: Sub) -> str:
    flags = " ".join(name for flag in sub.flags for name in flag.names if name.startswith("--"))
    arguments = " ".join(sub.arguments or ())
    valued = "\n".join(
        f'        {"|".join(flag.names)}) values="{" ".join(flag.values or ["any"])}" ;;'
        for flag in sub.flags
        if flag.takes_value
    )
    return (
        f'    {sub.name}) flags="{flags}" arguments="{arguments}"\n'
        f"      case $before in\n{valued}\n      esac ;;"
    )


def zsh() -> str:
    """Return the script for zsh: eval "$(autograd completion zsh)", after compinit."""
    found = commands()
    names = "\n".join(f"      {_zsh_quoted(f'{s.name}:{_plain(s.help)}')}" for s in found)
    cases = "\n".join(
        f"    {sub.name})\n      _arguments -S \\\n"
        + " \\\n".join(f"        {spec}" for spec in _zsh_specs(sub))
        + "\n      ;;"
        for sub in found
    )
    return f"""\
#compdef autograd
# Completion of autograd for zsh: put this into ~/.zshrc, after compinit:
#   eval "$(autograd completion zsh)"
_autograd() {{
  local -a names
  if (( CURRENT == 2 )); then
    names=(
{names}
    )
    _describe command names
    return
  fi
  local chosen=$words[2]
  shift words
  (( CURRENT-- ))
  case $chosen in
{cases}
  esac
}}
compdef _autograd autograd
"""


def _zsh_specs(sub: Sub) -> list[str]:
    specs = []
    for flag in sub.flags:
        action = ""
        if flag.takes_value:
            values = flag.values or []
            if values == ["files"]:
                action = ":value:_files"
            elif values == ["columns"]:
                action = f":value:_sequence -s , compadd - {' '.join(columns())}"
            else:
                action = f":value:({' '.join(values)})" if values else ":value: "
        group = f"({' '.join(flag.names)})" if len(flag.names) > 1 else ""
        for name in flag.names:
            specs.append(_zsh_quoted(f"{group}{name}[{_plain(flag.help)}]{action}"))
    if sub.arguments == ["files"]:
        specs.append(_zsh_quoted("*:argument:_files"))
    elif sub.arguments:
        specs.append(_zsh_quoted(f"*:argument:({' '.join(sub.arguments)})"))
    return specs


def _zsh_quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _plain(text: str) -> str:
    """Return a help text without what has a meaning in a specification of zsh."""
    return text.replace("\\", "").replace("[", "(").replace("]", ")").replace(":", " -")


def fish() -> str:
    """Return the script for fish: autograd completion fish | source."""
    found = commands()
    lines = [
        "# Completion of autograd for fish: put this into ~/.config/fish/config.fish:",
        "#   autograd completion fish | source",
        "complete -c autograd -f",
        "complete -c autograd -n __fish_use_subcommand -l version -d 'Show version.'",
    ]
    for sub in found:
        help = _fish_quoted(sub.help)
        lines.append(f"complete -c autograd -n __fish_use_subcommand -a {sub.name} -d {help}")
    for sub in found:
        seen = f"'__fish_seen_subcommand_from {sub.name}'"
        lines += [_fish_flag(seen, flag) for flag in sub.flags]
        if sub.arguments == ["files"]:
            lines.append(f"complete -c autograd -n {seen} -F")
        elif sub.arguments:
            words = _fish_quoted(" ".join(sub.arguments))
            lines.append(f"complete -c autograd -n {seen} -a {words}")
    return "\n".join(lines) + "\n"


def _fish_flag(seen: str, flag: Flag) -> str:
    spellings = " ".join(
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in flag.names
    )
    value = ""
    if flag.takes_value:
        values = flag.values or []
        if values == ["files"]:
            value = " -r -F"
        elif values == ["columns"]:
            value = f" -x -a {_fish_quoted(' '.join(columns()))}"
        else:
            value = f" -x -a {_fish_quoted(' '.join(values))}" if values else " -x"
    return f"complete -c autograd -n {seen} {spellings}{value} -d {_fish_quoted(flag.help)}"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


SHELLS: dict[str, Callable[[], str]] = {"bash": bash, "zsh": zsh, "fish": fish}
