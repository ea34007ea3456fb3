#!/usr/bin/env python3
"""A market maker on a small market of its own, for a soak anywhere: python3 and nothing else.

Everything that speaks to Plimsoll is in the class Plimsoll; a real bot keeps that and trades on a real venue.
    plimsoll soak --target command --iterations 6 --iteration-duration 10s -- python3 examples/maker.py
"""

import json
import os
import random
import signal
import sys
import time

SYMBOL, TICK, LOT = "SIM-USD", 0.01, 0.001


class Plimsoll:
    """The contract: events out, parameters in, and when to stop."""

    def __init__(self, position):
        self.events = open(os.environ["PLIMSOLL_EVENTS"], "a", buffering=1)
        self.seq, self.parameters, self.read_at = 0, {}, 0.0
        self.stopped = False
        signal.signal(signal.SIGTERM, self.stop)
        self.tell("ready", contract=1, instruments=[
            {"symbol": SYMBOL, "tick_size": TICK, "lot_size": LOT, "position": position}])
        self.refresh()

    def tell(self, kind, **fields):
        self.events.write(json.dumps({"kind": kind, "t_us": time.time_ns() // 1000, **fields}) + "\n")

    def refresh(self):
        """Reads the parameters again, ten times a second, and acknowledges new ones."""
        if time.monotonic() < self.read_at:
            return
        self.read_at = time.monotonic() + 0.1
        with open(os.environ["PLIMSOLL_OVERRIDES"]) as file:
            overrides = json.load(file)
        if overrides["seq"] > self.seq:
            self.seq, self.parameters = overrides["seq"], overrides["parameters"]
            self.tell("parameters_applied", seq=self.seq, parameters=self.parameters)

    def stop(self, *_):
        self.stopped = True


class Maker:
    """Quotes both sides around the mid; the market hits it at random and moves a little against it."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.position = json.loads(os.environ.get("PLIMSOLL_POSITIONS") or "{}").get(SYMBOL, 0.0)
        self.plimsoll = Plimsoll(self.position)
        self.mid_ticks = 10_000
        self.order = 0
        self.resting = {}

    def run(self):
        while not self.plimsoll.stopped:
            self.plimsoll.refresh()
            self.move_market()
            for side in ("buy", "sell"):
                self.quote(side)
            self.trade()
            time.sleep(0.02)
        for side in list(self.resting):
            self.cancel(side)

    def move_market(self):
        step = self.random.choice((-1, 0, 0, 0, 0, 0, 0, 0, 0, 1))
        pull = 1 if self.mid_ticks < 9_950 else -1 if self.mid_ticks > 10_050 else 0
        self.mid_ticks += step or pull * self.random.choice((0, 0, 0, 0, 1))
        self.plimsoll.tell("book", bid=self.price(-1), ask=self.price(1))

    def price(self, ticks):
        return round((self.mid_ticks + ticks) * TICK, 2)

    def quote(self, side):
        """A new quote where the old one is gone or too old; no more of what is held too much of."""
        parameters, now = self.plimsoll.parameters, time.monotonic()
        resting = self.resting.get(side)
        if resting and now - resting["since"] < parameters["tail_age_ms"] / 1000:
            return
        limit = 5 * parameters["max_delta_ratio"]
        if (self.position if side == "buy" else -self.position) >= limit:
            self.plimsoll.tell("decision", side=side, outcome="risk")
            return
        self.plimsoll.tell("decision", side=side, outcome="allowed")
        if resting:
            self.cancel(side)
        self.order += 1
        quantity = round(parameters["impact_cap_ratio"], 3)
        half_spread = 5 + round(10 * parameters["base_spread_bps_delta"])
        price = self.price(-half_spread if side == "buy" else half_spread)
        self.plimsoll.tell("order_sent", action="place", order=self.order, side=side, qty=quantity)
        time.sleep(0.002)
        self.plimsoll.tell("order_acknowledged", order=self.order)
        self.resting[side] = {"order": self.order, "price": price, "qty": quantity, "since": now}

    def cancel(self, side):
        resting = self.resting.pop(side)
        self.plimsoll.tell("order_sent", action="cancel", order=resting["order"])
        self.plimsoll.tell("order_acknowledged", order=resting["order"])

    def trade(self):
        if not self.resting or self.random.random() > 0.3:
            return
        side = self.random.choice(sorted(self.resting))
        resting = self.resting.pop(side)
        sign = 1 if side == "buy" else -1
        self.position = round(self.position + sign * resting["qty"], 3)
        fee = -0.00002 * resting["price"] * resting["qty"]
        self.plimsoll.tell("fill", side=side, price=resting["price"], qty=resting["qty"], fee=fee,
                           role="maker", order=resting["order"])
        self.plimsoll.tell("position", position=self.position)


if __name__ == "__main__":
    Maker(int(sys.argv[1]) if len(sys.argv) > 1 else 1).run()
