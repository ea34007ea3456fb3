#!/bin/sh
# Plimsoll in CI, the same on every system. Written by `plimsoll init` (__VERSION__), and yours from then on.
#
#   sh ci/plimsoll.sh smoke     is this build sane? Seconds, for every pull request
#   sh ci/plimsoll.sh nightly   a soak of 8 iterations, judged
#   sh ci/plimsoll.sh segment   the next part of a soak of 24 iterations: again and again, on any machine, until it is over
#   sh ci/plimsoll.sh release   the release gate, and the bundle to sign off
#   sh ci/plimsoll.sh comment   the verdict as one comment on a pull request of GitHub
#
# It leaves in artifacts/ci: junit.xml, summary.md, run.tar.gz (to be carried to the next segment, or to the release) and release.tar.gz. It
# ends with Plimsoll's exit code: 0 pass or warn, 2 configuration, 3 a gate failed, 4 inconclusive, 5 the target failed, 6 damaged. Only a
# segment has no verdict: it ends with 0 where the soak was paused or is over, and the release says what it is worth.
set -u

# How Plimsoll is started.
: "${PLIMSOLL:=npx --no-install plimsoll}"
# What every soak that begins is given besides.
: "${PLIMSOLL_ARGS:=__ARGS__}"
# How much of a soak one segment runs, and how long the whole of it and the release's soak are.
: "${PLIMSOLL_SEGMENT:=5h}"
: "${PLIMSOLL_ITERATIONS:=24}"
# A run to be no worse than, and an SSH key to sign the bundle with; both may be empty.
: "${PLIMSOLL_BASELINE:=}"
: "${PLIMSOLL_SIGN_WITH:=}"

job="${1:-help}"
case "$job" in
segment | release) : "${PLIMSOLL_RUN:=soak}" ;;
*) : "${PLIMSOLL_RUN:=$job-$(date -u +%Y%m%dT%H%M%SZ)}" ;;
esac
soaks=artifacts/soak
run="$soaks/runs/$PLIMSOLL_RUN"
out=artifacts/ci
mkdir -p "$out"

smoke() {
  # shellcheck disable=SC2086
  $PLIMSOLL smoke --out "$soaks" --run-id "$PLIMSOLL_RUN" $PLIMSOLL_ARGS
  told $?
}

nightly() {
  # shellcheck disable=SC2086
  $PLIMSOLL soak --iterations 8 --out "$soaks" --run-id "$PLIMSOLL_RUN" $PLIMSOLL_ARGS
  told $?
}

segment() {
  take_up || return $?
  go_on --stop-after "$PLIMSOLL_SEGMENT"
  code=$?
  carry || return $?
  case "$code" in
  130) echo "paused: the next segment goes on with $out/run.tar.gz" ;;
  0 | 3 | 4) echo "over: the release judges $out/run.tar.gz" && told 0 ;;
  *) told "$code" ;;
  esac
}

release() {
  take_up || return $?
  go_on
  code=$?
  # The verdict of the soak itself is not what a release is judged by; everything else ends here.
  case "$code" in 0 | 3 | 4) ;; *) return "$code" ;; esac
  carry || return $?
  $PLIMSOLL verify "$run" --strict || return $?
  told 0 --release ${PLIMSOLL_BASELINE:+--baseline "$PLIMSOLL_BASELINE"} --evidence "$out/evidence.json"
  $PLIMSOLL bundle "$run" ${PLIMSOLL_BASELINE:+--baseline "$PLIMSOLL_BASELINE"} \
    ${PLIMSOLL_SIGN_WITH:+--sign-with "$PLIMSOLL_SIGN_WITH"} --out "$out/release.tar.gz" || return $?
  $PLIMSOLL bundle verify "$out/release.tar.gz"
}

# Needs the variables GH_TOKEN, GITHUB_REPOSITORY and PULL_REQUEST. The first line tells its comment from all others.
comment() {
  mark='<!-- plimsoll -->'
  { echo "$mark"; cat "$out/summary.md"; } >"$out/comment.md" || return $?
  comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
  ids="$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$mark\")) | .id")" || return $?
  id="$(echo "$ids" | head -n 1)"
  if [ -n "$id" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F "body=@$out/comment.md" --silent
  else
    gh api --method POST "$comments" -F "body=@$out/comment.md" --silent
  fi
}

# The soak where it stopped, or a new one.
go_on() {
  if [ -f "$run/journal.jsonl" ]; then
    $PLIMSOLL soak --resume "./$run" "$@"
  else
    # shellcheck disable=SC2086
    $PLIMSOLL soak --iterations "$PLIMSOLL_ITERATIONS" --out "$soaks" --run-id "$PLIMSOLL_RUN" "$@" $PLIMSOLL_ARGS
  fi
}

take_up() {
  if [ ! -f "$out/run.tar.gz" ] || [ -d "$run" ]; then return 0; fi
  mkdir -p "$soaks/runs" && tar -xzf "$out/run.tar.gz" -C "$soaks/runs"
}

carry() {
  tar -czf "$out/run.tar.gz.new" -C "$soaks/runs" "$PLIMSOLL_RUN" && mv "$out/run.tar.gz.new" "$out/run.tar.gz"
}

# Leaves the verdict for the CI server and for people, and ends with the exit code given; what follows it goes to the gate.
told() {
  code="$1"
  shift
  if [ -f "$run/run.json" ]; then
    $PLIMSOLL gate "$run" "$@" --format junit >"$out/junit.xml"
    $PLIMSOLL gate "$run" "$@" --format markdown >"$out/summary.md"
  fi
  [ -s "$out/summary.md" ] || echo "plimsoll $job ended with exit code $code before there was anything to judge." >"$out/summary.md"
  [ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$out/summary.md" >>"$GITHUB_STEP_SUMMARY"
  return "$code"
}

case "$job" in
smoke | nightly | segment | release | comment) "$job" ;;
*)
  echo "usage: sh ci/plimsoll.sh smoke|nightly|segment|release|comment" >&2
  exit 2
  ;;
esac
