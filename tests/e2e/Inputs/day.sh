#!/bin/sh
# A day with an installed dnd, from a new model to exported files: day.sh BIN FOLDER
#
# BIN is the installation's folder of programs, FOLDER an empty one. Nothing else of dnd is used: no source tree, no
# data but the shipped ones, no cache of before.
set -eu
bin=$1 folder=$2
cd "$folder"
[ -z "$(ls -A)" ] || { echo "day.sh: '$folder' is not empty" >&2; exit 2; }
PATH="$bin:/usr/bin:/bin" HOME="$folder"
export PATH HOME
unset DND_DATA DND_CACHE DND_RUNTIME XDG_CACHE_HOME
fail() { echo "day.sh: $*" >&2; exit 1; }
# told TEXT COMMAND...: the command succeeds and says TEXT.
told() {
  text=$1; shift
  echo "\$ $*"
  "$@" > said 2>&1 || { cat said; fail "'$*' failed"; }
  cat said
  grep -q -- "$text" said || fail "'$*' does not say '$text'"
}

told 'wrote digits.dnd' dnd new digits --template quadratic
told 'test_accuracy' dnd train digits.dnd --rank 2 --seed 1 --epochs 5 --quiet --out runs/first

# Three ranks, two rates, three seeds; killed half way, and continued by the same command.
sweep="dnd sweep digits.dnd --rank 2,4,8 --lr 1e-3,5e-3 --seeds 3 --jobs 2 --epochs 60 --quiet --out sweeps/ranks"
finished() { find sweeps -path '*/s*/run.json' 2> /dev/null | xargs -r grep -l '"status": "done"' | wc -l; }
echo "\$ $sweep"
$sweep > sweep.log 2>&1 &
process=$!
while [ "$(finished)" -lt 7 ]; do
  kill -0 $process 2> /dev/null || { cat sweep.log; fail "the sweep was over before it could be killed"; }
  sleep 0.05
done
kill -9 $process
wait $process 2> /dev/null || true
# Its trainings are told by the kernel, save, and leave.
tries=0
while [ -n "$(find sweeps -path '*/s*/run.lock')" ]; do
  tries=$((tries + 1))
  [ $tries -lt 600 ] || fail "trainings outlive their sweep"
  sleep 0.1
done
before=$(finished)
[ "$before" -lt 18 ] || fail "nothing was left to continue"
echo "killed after $before of 18 trainings"
told 'chosen by val_accuracy: rank=' $sweep
[ "$(finished)" -eq 18 ] || fail "$(finished) of 18 trainings are done"
[ "$(wc -l < sweeps/ranks/summary.csv)" -eq 7 ] || fail "summary.csv has not one row for each of 6 settings"
[ "$(cut -d, -f5 sweeps/ranks/summary.csv | grep -c '^1$')" -eq 1 ] || fail "not one setting is chosen"

told 'n = 3' dnd compare sweeps/ranks/rank=2,lr=5e-3 sweeps/ranks/rank=8,lr=5e-3
told 'wrote runs/first/report.html' dnd report runs/first
grep -q 'Confusion matrix' runs/first/report.html || fail "the report has no confusion matrix"

for format in shared torch onnx; do
  told 'f32 and f64: largest difference' dnd export runs/first --to $format
done
cc -std=c11 -Wall -Werror "$bin/../share/doc/dnd/embed/predict.c" -I. ./libdigits.so -lpthread -o predict
for file in libdigits digits_torch digits; do
  [ -s $file.certificate.txt ] || fail "$file has no certificate"
done

told 'weights equal bit for bit' dnd train --repeat runs/first --quiet --out runs/again
cmp runs/first/weights.safetensors runs/again/weights.safetensors
echo "the day is over"
