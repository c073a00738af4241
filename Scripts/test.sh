#!/usr/bin/env bash
# Builds the tests, and runs them target by target: a line for each, all of its output if it fails.
#
#   Scripts/test.sh [FILTER]
#
# FILTER takes the targets whose names match it (an extended regular expression). One target after
# the other, so that tests that compute and tests that run the tools do not take each other's time;
# optimised, so that the tools' own build serves the tests, too, and is not made twice.
# What this prints of all tests and of what went wrong is in .build/test.log as well.
set -uo pipefail
cd "$(dirname "$0")/.."

swift=${SWIFT:-swift}
options=(-c release --disable-testable-imports)
log=.build/test.log
mkdir -p .build
: >"$log"

"$swift" build -c release --build-tests || exit
declare -i passed=0 failed=0
for folder in Tests/*Tests; do
  target=${folder#Tests/}
  grep -qE -- "${1:-.}" <<<"$target" || continue
  printf '%-26s' "$target"
  output=$("$swift" test "${options[@]}" --skip-build --filter "^$target\\." 2>&1)
  status=$?
  summary=$(grep -oE 'Test run with [1-9][0-9]* tests? .*' <<<"$output" | tail -n 1)
  { echo "== $target"; echo "$output"; } >>"$log"
  if [ "$status" = 0 ] && [ -n "$summary" ]; then
    echo "${summary#Test run with }"
    passed+=1
  else
    printf 'FAILED\n%s\n' "$output"
    failed+=1
  fi
done
skipped=$(grep -oE '➜ +Test .* skipped.*' "$log" | sed -E 's/^➜ +Test //' | sort -u)
[ -z "$skipped" ] || printf 'skipped:\n%s\n' "$skipped"
echo "test targets: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
