#!/bin/sh
# A bot that keeps the contract with a shell alone, and breaks it on request, to see what Plimsoll makes of that:
#     plimsoll soak --target command -- sh examples/misbehave.sh hang
# well (the default) behaves; hang, deaf, flood, print, die, half, torn, lie, back, ignore, twist, late, leak and stubborn do not.

mode=${1:-well}
position=0
seq=0
hoard=

now() { date +%s%3N; }
tell() { printf '{"t_ms":%s,%s}\n' "$(now)" "$1" >>"$PLIMSOLL_EVENTS"; }

# The parameters stand on one line, so that the acknowledgement is that line with a kind and a time.
refresh() {
  line=$(cat "$PLIMSOLL_OVERRIDES")
  new=$(printf '%s' "$line" | sed 's/.*"seq":\([0-9]*\).*/\1/')
  [ "$new" = "$seq" ] && return
  [ "$mode" = ignore ] && [ "$seq" != 0 ] && return
  seq=$new
  # Every iteration hands over anew: 5 MB each that are never given back.
  [ "$mode" = leak ] && hoard=$hoard$(printf '%5000000s' x)
  [ "$mode" = twist ] && line=$(printf '%s' "$line" | sed 's/"min_interval_ms":[0-9.]*/"min_interval_ms":55/')
  tell "\"kind\":\"parameters_applied\",$(printf '%s' "$line" | sed 's/^{//;s/}$//')"
}

trap 'exit 0' TERM
[ "$mode" = late ] && sleep 60
tell '"kind":"ready","contract":1,"instruments":[{"symbol":"SH-USD","tick_size":0.01,"lot_size":0.001,"position":0}]'

step=0
while [ ! -e "$PLIMSOLL_STOP" ]; do
  refresh
  step=$((step + 1))
  bid=$((9995 + step % 3))
  tell "\"kind\":\"book\",\"bid\":$((bid / 100)).$((bid % 100)),\"ask\":100.05"
  if [ $((step % 3)) = 0 ]; then
    tell '"kind":"decision","side":"buy","outcome":"allowed"'
    side=buy sign=1
    [ "$position" -gt 0 ] && side=sell sign=-1
    tell "\"kind\":\"fill\",\"side\":\"$side\",\"price\":100.00,\"qty\":1,\"fee\":-0.001,\"role\":\"maker\""
    position=$((position + sign))
    [ "$mode" = lie ] && [ "$step" -gt 10 ] && position=$((position + 1))
    tell "\"kind\":\"position\",\"position\":$position"
  fi
  if [ "$step" = 10 ]; then
    case $mode in
      hang) while :; do sleep 1; done ;;
      deaf) trap '' TERM && while :; do sleep 1; done ;;
      flood) yes "{\"t_ms\":$(now),\"kind\":\"book\",\"mid\":100}" >>"$PLIMSOLL_EVENTS" ;;
      print) yes 'nobody reads this' ;;
      die) exit 3 ;;
      half) printf '{"t_ms":%s,"kind":"fill","side":"b' "$(now)" >>"$PLIMSOLL_EVENTS" ;;
      torn) printf '{"t_ms":%s,"kind":"fill","side":"b' "$(now)" >>"$PLIMSOLL_EVENTS" && exit 0 ;;
      back) printf '{"t_ms":%s,"kind":"heartbeat"}\n' "$(($(now) - 1500))" >>"$PLIMSOLL_EVENTS" ;;
      stubborn) trap '' TERM ;;
    esac
  fi
  if [ "$mode" = stubborn ] && [ "$step" -gt 10 ]; then
    rm -f "$PLIMSOLL_STOP"
    PLIMSOLL_STOP=/nowhere
  fi
  sleep 0.05
done
exit 0
