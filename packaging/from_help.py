#!/usr/bin/env python3
"""Writes the man page and the completion for bash from the program's own help: from_help.py PROGRAM FOLDER

    FOLDER/penumbra.1               every command with its options
    FOLDER/penumbra.bash            commands, options, files, models, and the words that an option takes
"""

import json
import pathlib
import re
import subprocess
import sys

OPTION = re.compile(r"^  (?:-(?P<short>\w) \[ )?--(?P<long>[\w-]+)(?: \])?(?: (?P<value>[A-Z][\w.,=]*))?(?:  +(?P<text>.*)| (?P<close>\S.*))?$")
CHOICES = re.compile(r"^(?:only )?((?:[\w-]+, )*[\w-]+ or [\w-]+)(?=$|[ (;:])")
EXIT_CODES = (("0", "success"), ("1", "the answer is no: differences, errors in a file, a failed validation, an unfinished map"), ("2", "usage"), ("3", "bad input file"),
              ("4", "input or output failed"), ("75", "stopped with everything finished so far on disk: run the same command again"), ("70", "internal error: a bug"))


def ask(program, *arguments):
    return subprocess.run([program, *arguments], stdout=subprocess.PIPE, text=True, check=True).stdout


class Command:
    def __init__(self, program, name, summary):
        self.name, self.summary = name, summary
        usage, _, options = ask(program, name, "--help").partition("\nOptions:\n")
        head, _, self.text = usage.partition("\n\n")
        self.usage = " ".join(head.removeprefix("usage: ").split())
        self.options = []
        for line in options.splitlines():
            found = OPTION.match(line)
            if found:
                self.options.append({"long": found["long"], "short": found["short"], "value": found["value"], "text": found["text"] or found["close"] or ""})
            elif line.strip():
                self.options[-1]["text"] += " " + line.strip()
        for option in self.options:
            option["choices"] = self.choices_of(option)

    def choices_of(self, option):
        in_usage = re.search(rf"--{option['long']} ([a-z][\w-]*(?:\|[\w-]+)+)", self.usage)
        if in_usage:
            return in_usage[1].split("|")
        if option["text"] == "see above":  # a list in the text of the command
            return re.findall(r"^  ([a-z][\w-]*) {2,}\S", self.text, re.MULTILINE)
        told = CHOICES.match(option["text"]) if option["value"] else None
        return re.split(r", | or ", told[1]) if told else []

    @property
    def words(self):
        """What the first argument may be: 'list models|analyses|...'."""
        found = re.match(rf"penumbra {self.name} ([a-z]+(?:\|[a-z]+)+)", self.usage)
        return found[1].split("|") if found else []

    @property
    def takes_model(self):
        return " MODEL" in self.usage.split("[")[0]


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in text.splitlines())


def man_page(version, summary, commands):
    lines = [f'.TH PENUMBRA 1 "" "penumbra {version}" "User Commands"', ".SH NAME", f"penumbra \\- {roff(summary)}", ".SH SYNOPSIS"]
    for number, command in enumerate(commands):
        lines += [".br"] * (number > 0) + [roff(command.usage)]
    lines += [".SH DESCRIPTION", roff("Likelihood maps of dark-sector models: what searches, taken together, leave of the parameter space. Parameters are name=value; masses are in GeV "
                                      'or carry a unit ("mass=10 MeV"). Every command knows --help, --version and --json, which prints one JSON document on standard output.'), ".SH COMMANDS"]
    for command in commands:
        lines += [f".SS {command.name}", roff(command.text.strip()), ".PP", f".B {roff(command.usage)}"]
        for option in command.options:
            names = (f"-{option['short']}, " if option["short"] else "") + f"--{option['long']}"
            value = f" \\fI{roff(option['value'])}\\fR" if option["value"] else ""
            lines += [".TP", f"\\fB{roff(names)}\\fR{value}", roff(option["text"].strip())]
    lines.append(".SH EXIT STATUS")
    for code, meaning in EXIT_CODES:
        lines += [".TP", code, roff(meaning)]
    lines += [".SH ENVIRONMENT", ".TP", "PENUMBRA_DATA", roff("folder with experiments/ and limits/, instead of the shipped ones")]
    return "\n".join(lines) + "\n"


COMPLETION = r"""# Completion of penumbra for bash, written from its --help.
_penumbra() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
  local options="" words="" first=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "@COMMANDS@ --help --version" -- "$current")
    return
  fi
  case "$command $previous" in
@CHOICES@
  esac
  if [ -n "$words" ]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    return
  fi
  case "$command" in
@OPTIONS@
  esac
  case "$current" in
    -*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current") ;;
    *) if [ -n "$first" ] && [ "$COMP_CWORD" -eq 2 ]; then
         mapfile -t COMPREPLY < <(compgen -W "$first" -- "$current")
       else
         mapfile -t COMPREPLY < <(compgen -f -- "$current")
       fi ;;
  esac
}
complete -o filenames -F _penumbra penumbra
"""


def completion(commands, models):
    choices, options = [], []
    for command in commands:
        for option in command.options:
            words = models if option["long"] == "model" else option["choices"]
            if words:
                choices.append(f'    "{command.name} --{option["long"]}") words="{" ".join(words)}" ;;')
        names = " ".join(f"--{option['long']}" for option in command.options)
        first = models if command.takes_model and command.name != "recast" else command.words
        options.append(f'    {command.name}) options="{names}" first="{" ".join(first)}" ;;')
    return (COMPLETION.replace("@COMMANDS@", " ".join(command.name for command in commands))
            .replace("@CHOICES@", "\n".join(choices)).replace("@OPTIONS@", "\n".join(options)))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    overview = ask(program, "--help")
    commands = [Command(program, name, summary) for name, summary in re.findall(r"^  (\w+) +(\S.*)$", overview.split("Commands:")[1], re.MULTILINE)]
    summary = re.sub(r"\s+", " ", overview.split("\n\n")[1]).split(":")[0]
    version = ask(program, "--version").split()[1]
    models = [row["name"] for row in json.loads(ask(program, "list", "models", "--json"))]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "penumbra.1").write_text(man_page(version, summary, commands), encoding="utf-8")
    (folder / "penumbra.bash").write_text(completion(commands, models), encoding="utf-8")


if __name__ == "__main__":
    main()
