"""What the scripts share that have `lenet predict` read pictures of digits."""

import collections
import json
import subprocess


def read_digits(lenet, files):
    """The digit that `lenet predict` reads in each file; None where it refuses."""
    try:
        done = subprocess.run([lenet, "predict", *files, "--format", "json"], capture_output=True, text=True)
    except FileNotFoundError:
        raise SystemExit(f"{lenet} is not there; run 'swift build -c release', or name it with --lenet")
    answers = [json.loads(line).get("digit") for line in done.stdout.splitlines()]
    if len(answers) != len(files):
        raise SystemExit(f"lenet read {len(answers)} of {len(files)} pictures: {done.stderr.strip()}")
    return answers


def print_result(labels, answers):
    """How many answers are right, and the most frequent mistakes."""
    wrong = collections.Counter(
        (int(label), answer) for label, answer in zip(labels, answers) if answer != label)
    right = len(answers) - sum(wrong.values())
    print(f"{right} of {len(answers)} right: {100 * right / len(answers):.2f} %")
    for (label, answer), count in wrong.most_common(5):
        print(f"{count} times {label} was read as {'nothing' if answer is None else answer}")
