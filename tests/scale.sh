#!/usr/bin/env bash
# The recipes of docs/scale.md on one machine: the union of the parts is the whole, byte for byte,
# also after a worker was killed and its part run again. What is not installed is skipped, visibly.
set -euo pipefail
cd "$(dirname "$0")/.."

PASTEUP=${PASTEUP:-$PWD/target/release/pasteup}
[ -x "$PASTEUP" ] || { cargo build --release --locked; }
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
failed=0

# 400 posters of four kinds, some dear, some cheap.
{
  echo 'slogan,lang,size,format,name'
  for n in $(seq 400); do
    case $((n % 4)) in
      0) echo "\"Number $n, and on we go\",en,square,png,p$n" ;;
      1) echo "Номер $n,ru,240x240px,png,p$n" ;;
      2) echo "Numéro $n,fr,a5,pdf,p$n" ;;
      3) echo "رقم $n,ar,360x640px,png,p$n" ;;
    esac
  done
} > "$WORK/job.csv"
cd "$WORK"
"$PASTEUP" batch job.csv -q -o whole

same() { # NAME FOLDER: compares what is not hidden
  if diff -r --exclude='.*' whole "$2" > "$2.diff"; then
    echo "ok: $1: $(find "$2" -type f ! -name '.*' | wc -l) files, equal to the whole"
  else
    echo "FAILED: $1"; head -5 "$2.diff"; failed=1
  fi
}

# Kills the worker of a part as soon as it has made something.
kill_part() { # FOLDER PATTERN
  for _ in $(seq 200); do
    [ "$(find "$1" -name '*.p*' 2>/dev/null | wc -l)" -gt 10 ] && break
    sleep 0.02
  done
  for pid in $(pgrep -f -- "$2" || true); do
    [ "$(readlink "/proc/$pid/exe")" = "$(readlink -f "$PASTEUP")" ] && kill -9 "$pid" && echo "killed $pid"
  done
  true
}

if command -v parallel >/dev/null; then
  parallel --will-cite --jobs 2 "$PASTEUP" batch job.csv -q -o parts --threads 1 --shard '{}/5' ::: 1 2 3 4 5
  same "GNU parallel" parts

  (kill_part killed "--shard 2/5 -o killed" > killed.log) &
  parallel --will-cite --jobs 2 --joblog parts.log \
    "$PASTEUP" batch job.csv -q --threads 1 --resume --shard '{}/5' -o killed ::: 1 2 3 4 5 || true
  wait
  cat killed.log
  parallel --will-cite --jobs 2 --joblog parts.log --resume-failed \
    "$PASTEUP" batch job.csv -q --threads 1 --resume --shard '{}/5' -o killed ::: 1 2 3 4 5
  same "GNU parallel, a worker killed" killed
else
  echo "SKIPPED: GNU parallel is not installed (apt-get install parallel)"
fi

slurm_up() {
  command -v sbatch >/dev/null && command -v slurmctld >/dev/null && command -v munged >/dev/null &&
    [ "$(id -u)" = 0 ] || return 1
  mkdir -p "$WORK/slurm/state" "$WORK/slurm/spool" /run/munge
  chown munge: /run/munge 2>/dev/null || true
  pgrep -x munged >/dev/null || { runuser -u munge -- munged --force && own_munge=1; } || return 1
  local host; host=$(hostname -s)
  cat > "$WORK/slurm/slurm.conf" <<CONF
ClusterName=posters
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
StateSaveLocation=$WORK/slurm/state
SlurmdSpoolDir=$WORK/slurm/spool
SlurmctldPidFile=$WORK/slurm/ctld.pid
SlurmdPidFile=$WORK/slurm/d.pid
SlurmctldPort=36817
SlurmdPort=36818
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
  export SLURM_CONF="$WORK/slurm/slurm.conf"
  slurmctld -f "$SLURM_CONF" -L "$WORK/slurm/ctld.log" && slurmd -f "$SLURM_CONF" -L "$WORK/slurm/d.log" || return 1
  for _ in $(seq 50); do
    sinfo -h -o %T 2>/dev/null | grep -q idle && return 0
    sleep 0.2
  done
  return 1
}
slurm_down() {
  local pid
  for file in d ctld; do
    [ -f "$WORK/slurm/$file.pid" ] || continue
    pid=$(cat "$WORK/slurm/$file.pid")
    kill "$pid" 2>/dev/null || true
    # It writes its state while it ends.
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  done
  [ -z "${own_munge:-}" ] || pkill -x munged || true
}
finished() { # waits until no task is left
  for _ in $(seq 600); do
    [ -z "$(squeue -h 2>/dev/null)" ] && return 0
    sleep 0.2
  done
  return 1
}

if slurm_up; then
  trap 'slurm_down; rm -rf "$WORK"' EXIT
  cat > array.sh <<JOB
#!/bin/bash
#SBATCH --array=1-5
#SBATCH --cpus-per-task=1
#SBATCH --output=/dev/null
exec "$PASTEUP" batch job.csv -q --threads 1 --resume \\
  --shard "\$SLURM_ARRAY_TASK_ID/\$SLURM_ARRAY_TASK_COUNT" -o "\$OUT"
JOB
  sbatch -Q --export=ALL,OUT=slurm-parts array.sh
  finished
  same "Slurm array" slurm-parts

  sbatch -Q --export=ALL,OUT=slurm-killed array.sh
  kill_part slurm-killed "--shard 2/5 -o slurm-killed"
  finished
  sbatch -Q --array=2 --export=ALL,OUT=slurm-killed,SLURM_ARRAY_TASK_COUNT=5 \
    --wrap "$PASTEUP batch job.csv -q --resume --shard 2/5 -o slurm-killed"
  finished
  same "Slurm array, a task killed" slurm-killed
else
  echo "SKIPPED: Slurm cannot be started here (apt-get install slurm-wlm, as root)"
fi
exit $failed
