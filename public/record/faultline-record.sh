#!/bin/sh
# Records what a process asks of its memory, and what the kernel makes of it, into one file that Faultline opens.
#
#   sudo sh faultline-record.sh [-t SECONDS] [-o FILE] [-q QMP-SOCKET] [-l LOG]... PID...
#   sudo sh faultline-record.sh [-t SECONDS] [-o FILE] [-l LOG]... -- COMMAND...
#
# A migration by QEMU: the PID of the destination, and that of the source when both are on one host; -q adds the statistics that QEMU
# reports (needs socat), -l a log that QEMU writes (-D FILE -trace 'postcopy_*' -trace 'migrat*' -trace 'ram_*').
# A restore by CRIU: -- criu restore …, with -l lazy-pages.log. Any process: its PID.
#
# It records system calls on memory (strace), khugepaged and page faults of these processes (a tracefs instance of its own), smaps of what
# is 2 MiB or larger ten times a second, and the settings of transparent huge pages. strace stops a process at every call: a flood of
# small madvise calls takes several times as long. Nothing is changed on the host; no name of a host, user or file is recorded.
set -u

seconds=0 out=faultline-recording.tar.gz qmp='' logs=''
usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d' >&2; exit 2; }
while getopts t:o:q:l:h option; do
  case $option in
    t) seconds=$OPTARG ;;
    o) out=$OPTARG ;;
    q) qmp=$OPTARG ;;
    l) logs="$logs $OPTARG" ;;
    *) usage ;;
  esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || usage
command -v strace >/dev/null || { echo 'strace is missing: install the package strace' >&2; exit 3; }

dir=$(mktemp -d)
trace=/sys/kernel/tracing
[ -d $trace/instances ] || trace=/sys/kernel/debug/tracing
instance=$trace/instances/faultline-$$
jobs=''
finish() {
  trap - EXIT INT TERM
  for job in $jobs; do kill "$job" 2>/dev/null; done
  wait 2>/dev/null
  if [ -d "$instance" ]; then
    echo 0 >"$instance/tracing_on"
    cat "$instance/trace" >"$dir/khugepaged.txt" 2>/dev/null
    rmdir "$instance"
  fi
  settings end
  for log in $logs; do
    [ -r "$log" ] && sed 's#/[[:alnum:]_./+-]\{2,\}#PATH#g' "$log" >"$dir/log-$(basename "$log" | tr -c 'A-Za-z0-9.\n' _)"
  done
  # Names of files stand behind descriptors, and behind what is mapped; those of anonymous inodes say what a descriptor is.
  for calls in "$dir"/*.strace; do
    [ -s "$calls" ] || continue
    grep -v 'ioctl([0-9]*<[^a]' "$calls" | sed 's/<\/[^>]*>//g; s/"[^"]*"\(\.\.\.\)\{0,1\}/"…"/g' >"$calls.txt"
  done
  rm -f "$dir"/*.strace
  tar --format=ustar --owner=0 --group=0 --numeric-owner -C "$dir" -cf - . | gzip >"$out"
  rm -rf "$dir"
  echo "wrote $out: drop it on Faultline" >&2
}
settings() {
  { date +%s.%N
    (cd /sys/kernel/mm/transparent_hugepage && grep . enabled defrag khugepaged/* 2>/dev/null) | sed 's#^#/sys/kernel/mm/transparent_hugepage/#'
    grep -E '^(thp_|nr_anon_transparent)' /proc/vmstat
  } >>"$dir/settings.txt"
}
# smaps of one process without the names of what is mapped.
samples() {
  while [ -r "/proc/$1/smaps" ]; do
    date +%s.%N
    awk '/^[0-9a-f]+-[0-9a-f]+ /{head=$1" "$2" "$3" "$4" "$5; big=0; next}
      $1=="Size:"{big=$2>=2048; if(big) print head}
      big && /^(Size|Rss|Anonymous|AnonHugePages|Swap|THPeligible|VmFlags|LazyFree):/' "/proc/$1/smaps" 2>/dev/null || break
    sleep 0.1
  done >>"$dir/smaps-$1.txt"
}
statistics() {
  command -v socat >/dev/null || { echo 'socat is missing: no statistics' >&2; return; }
  { echo '{"execute":"qmp_capabilities"}'
    while sleep 0.2; do echo '{"execute":"query-migrate"}'; done
  } | socat - "UNIX-CONNECT:$qmp" >>"$dir/statistics.txt"
}
children() {
  for task in /proc/"$1"/task/*/children; do
    for child in $(cat "$task" 2>/dev/null); do echo "$child"; children "$child"; done
  done
}

trap finish EXIT
trap 'exit 130' INT TERM
settings begin
calls='mmap,munmap,mremap,mprotect,madvise,process_madvise,prctl,brk,userfaultfd,ioctl,clone,clone3,fork,vfork,execve,exit_group'
follow="strace -f -ttt -T -y -qq -e signal=none -e trace=$calls"
if mkdir "$instance" 2>/dev/null; then
  echo 0 >"$instance/tracing_on"
  echo mono >"$instance/trace_clock"
  echo 16384 >"$instance/buffer_size_kb"
  echo 1 >"$instance/options/event-fork"
  for event in huge_memory/mm_khugepaged_scan_pmd huge_memory/mm_collapse_huge_page syscalls/sys_enter_madvise exceptions/page_fault_user; do
    echo 1 >"$instance/events/$event/enable" 2>/dev/null
  done
fi
# Events of these processes and of khugepaged alone.
watch() { [ -d "$instance" ] && echo "$1 $(ls "/proc/$1/task" 2>/dev/null | tr '\n' ' ')" >>"$instance/set_event_pid" 2>/dev/null; }
trace_on() { [ -d "$instance" ] && echo 1 >"$instance/tracing_on"; }
for stat in /proc/[0-9]*/comm; do
  [ "$(cat "$stat" 2>/dev/null)" = khugepaged ] && stat=${stat%/comm} && watch "${stat#/proc/}"
done

case $1 in
  *[!0-9]*)
    $follow -o "$dir/calls.strace" -- "$@" &
    root=$!
    watch $root
    trace_on
    seen=' '
    while kill -0 $root 2>/dev/null; do
      for child in $(children $root); do
        case $seen in *" $child "*) ;; *) seen="$seen$child "; samples "$child" & jobs="$jobs $!" ;; esac
      done
      sleep 0.1
    done
    ;;
  *)
    for pid in "$@"; do
      [ -d "/proc/$pid" ] || { echo "there is no process $pid" >&2; exit 3; }
      watch "$pid"
      $follow -o "$dir/calls-$pid.strace" -p "$pid" & jobs="$jobs $!"
      samples "$pid" & jobs="$jobs $!"
    done
    [ -n "$qmp" ] && { statistics & jobs="$jobs $!"; }
    trace_on
    echo 'recording; press Ctrl C to stop' >&2
    if [ "$seconds" -gt 0 ]; then sleep "$seconds"; else while kill -0 "$1" 2>/dev/null; do sleep 0.2; done; fi
    ;;
esac
