"""What a durable record of each read costs: audit.py VIGIE REFERENCE POSTGRES. See script/bench.

The same page by portals that differ in one thing: with its records in groups, with each in a transaction of its own, and with none (by a
build for measuring alone), on SQLite and PostgreSQL, and beside the reference's page that is recorded in groups. Interleaved rounds."""

import subprocess
import sys

from harness import ROUNDS, Portal, free_port, in_a_folder, load, median, say

# Name of a portal: how its records are written, and on what.
PORTALS = {
    "SQLite": ("groups", "plain"),
    "SQLite, a transaction each": ("alone", "plain"),
    "SQLite, no record": ("none", "plain"),
    "SQLCipher": ("groups", "encrypted"),
    "SQLCipher, a transaction each": ("alone", "encrypted"),
    "SQLCipher, no record": ("none", "encrypted"),
    "PostgreSQL": ("groups", "postgres"),
    "PostgreSQL, a transaction each": ("alone", "postgres"),
    "PostgreSQL, no record": ("none", "postgres"),
}


def portal(processes, folder, vigie, cluster, name):
    way, base = PORTALS[name]
    key = f"{base}-{way}"
    more = {"plain": ["--no-encryption"], "encrypted": [], "postgres": ["--database", cluster.replace("/postgres?", f"/{base}_{way}?")]}[base]
    if base == "postgres":
        subprocess.run(["psql", "-q", cluster, "-c", f"CREATE DATABASE {base}_{way}"], check=True)
    made = Portal(processes, folder, vigie, key, more, scale="small", leaves=way != "none", MEASURE=way)
    made.load("read", 1)
    # Each version was opened once: what follows is what reading costs from then on.
    return made


def run(folder, processes, vigie, reference, cluster):
    portals = {}
    for name in PORTALS:
        say(f"filling {name}")
        portals[name] = portal(processes, folder, vigie, cluster, name)
    port = free_port()
    tls = folder / "plain-groups" / "tls"
    beside, _ = processes.start("reference", [reference, str(port), str(folder / "reference.db"), str(tls)], "listening")
    seen = {name: [] for name in ["reference, groups", "reference, a transaction each", *PORTALS]}
    for number in range(ROUNDS):
        say(f"round {number + 1} of {ROUNDS}")
        seen["reference, groups"].append(load(beside, port, "/read-group", "__Host-sid=token-42"))
        seen["reference, a transaction each"].append(load(beside, port, "/read-tx", "__Host-sid=token-42"))
        for name, it in portals.items():
            seen[name].append(it.load("read"))
    say("done")
    table(seen)


def ratio(seen, one, other):
    return median([{"x": a["rps"] / b["rps"]} for a, b in zip(seen[one], seen[other])], "x")


def table(seen):
    row = "{:32} {:>9} {:>8} {:>8} {:>8}".format
    print(f"\n{row('read', 'req/s', 'p50 ms', 'p99 ms', 'CPU µs')}")
    for name, rows in seen.items():
        print(row(name, f"{median(rows, 'rps'):,.0f}", *(f"{median(rows, key):.1f}" for key in ("p50", "p99", "cpu"))))
    print()
    for base in ("SQLite", "SQLCipher", "PostgreSQL"):
        goals = ("goal ≥ 0.7", "goal ≥ 0.5", "goal ≥ 5") if base != "SQLCipher" else ("", "", "")
        print(f"{base}: {ratio(seen, base, 'reference, groups'):.2f} of the reference's recorded page {goals[0]}")
        print(f"{base}: {ratio(seen, base, base + ', no record'):.2f} of the same page without a record {goals[1]}")
        print(f"{base}: {ratio(seen, base, base + ', a transaction each'):.2f} times a transaction for each read {goals[2]}")


if __name__ == "__main__":
    in_a_folder(lambda folder, processes: run(folder, processes, *sys.argv[1:4]))
