"""The directory with 60 providers and with 5,000 (20,000 decisions), in the same minutes: directory.py VIGIE.

Both portals are small demos; the tables of the second are filled further, so that they differ in size alone. One connection, interleaved."""

import json
import random
import sqlite3
import statistics
import sys
import time

from harness import QUICK, Failed, free_port, in_a_folder, say
from scale import Reader

PROVIDERS, DECISIONS = (600, 2_400) if QUICK else (5_000, 20_000)
TRIES = 40 if QUICK else 400
SCHEMES = ["PASSI", "PRIS", "PDIS", "PAMS", "PACS", "SecNumCloud"]
REGIONS = ["Bretagne", "Normandie", "Occitanie", "Grand Est", "Corse", "Hauts-de-France"]
PARTS = ["bal", "ker", "vol", "mar", "tor", "lan", "dor", "fan", "gar", "pel", "rov", "sil", "tam", "vel", "zor", "bre", "cal", "nor"]


def fill(file):
    """Adds providers and decisions to a demo that is not served."""
    random.seed(7)
    db = sqlite3.connect(file)
    there, = db.execute("SELECT COUNT(*) FROM provider").fetchone()
    decisions, = db.execute("SELECT COUNT(*) FROM decision").fetchone()
    names, n = set(), 0
    while len(names) < PROVIDERS - there:
        names.add("".join(random.choices(PARTS, k=3)).capitalize() + " " + random.choice(["Conseil", "Sécurité", "Audit", "Réponse"]))
    names = sorted(names)
    ids = []
    for name in names:
        n += 1
        key, slug = f"bench{n:05}", f"bench-{n:05}"
        ids.append(key)
        db.execute("INSERT INTO provider (id, slug, name, folded) VALUES (?, ?, ?, ?)", (key, slug, name, name.lower().replace("é", "e")))
        db.execute(
            "INSERT INTO provider_facts (provider_id, n, recorded_at, siren, country, regions, languages, website, phone, email, on_call, arrival)"
            " VALUES (?, 1, 0, '', 'FR', ?, 'fr', '', '+33 1 99 00 00 01', '', 'around-the-clock', 4)",
            (key, "|".join(random.sample(REGIONS, 2))),
        )
    for n in range(DECISIONS - decisions):
        key = ids[n % len(ids)]
        status = random.choice(["qualified"] * 8 + ["suspended", "withdrawn"])
        db.execute(
            "INSERT INTO decision (digest, provider_id, scheme, scheme_version, offer, scopes, level, decision_no, valid_from, valid_to, status, conditions,"
            " source, recorded_at, effective, seq, evidence) VALUES (?, ?, ?, '1', ?, 'pilotage|investigation', '', ?, '2020-01-01', '2040-01-01', ?, '', '', 0, '', ?, '')",
            (f"bench{n}".encode(), key, random.choice(SCHEMES), f"Offre {n % 7}", f"B-{n}", status, n + 1_000_000),
        )
    db.execute("UPDATE installation SET register_version = register_version + 1")
    db.commit()
    db.close()


def portal(processes, folder, vigie, name, more):
    place, port = folder / name.replace(",", ""), free_port()
    command = [vigie, "demo", "--data-dir", str(place), "--listen", f"127.0.0.1:{port}", "--no-encryption", "--json"]
    server, line = processes.start("demo", command, '"url"')
    said = json.loads(line)
    if more:
        processes.stop(server)
        say(f"filling {name}")
        fill(place / "vigie.db")
        _, line = processes.start("demo", command, '"url"')
    contact = next(a for a in said["accounts"] if a["role"] == "contact")
    reader = Reader(port, said["ca_file"])
    reader.sign_in(contact)
    return reader


PAGES = {
    "list": "/providers",
    "filter, need": "/providers?need=response",
    "filter, all": "/providers?need=response&region=Bretagne&available=yes&arrival=12",
    "search": "/providers?q=conseil",
    "search, typed wrongly": "/providers?q=conseli+bretange",
}


def run(folder, processes, vigie):
    small = portal(processes, folder, vigie, "60", False)
    large = portal(processes, folder, vigie, f"{PROVIDERS:,}", True)
    for reader in (small, large):
        for path in PAGES.values():
            reader.time(path)
    if "suivante" not in large.time("/providers?q=conseli+bretange")[1] and "prov" not in large.time("/providers?q=conseli")[1]:
        raise Failed("what was typed wrongly was not found")
    seen = {}
    for n in range(TRIES):
        if n % 50 == 0:
            say(f"{n} of {TRIES}")
        for page, path in PAGES.items():
            for name, reader in (("small", small), ("large", large)):
                took, text = reader.time(path)
                seen.setdefault((page, name), []).append((took * 1000, len(text.encode())))
    p95 = lambda page, name: statistics.quantiles([t for t, _ in seen[page, name]], n=20)[-1]
    middle = lambda page, name: statistics.median(t for t, _ in seen[page, name])
    row = "{:24} {:>10} {:>10} {:>8} {:>8} {:>10}".format
    print(row("page", "60: p95 ms", f"{PROVIDERS}: p95", "ratio", "medians", "KB"))
    for page in PAGES:
        one, other = p95(page, "small"), p95(page, "large")
        size = max(size for _, size in seen[page, "large"]) / 1024
        print(row(page, f"{one:.2f}", f"{other:.2f}", f"{other / one:.2f}", f"{middle(page, 'large') / middle(page, 'small'):.2f}", f"{size:.1f}"))
    print(f"filters: ratio at most 1.5; typed wrongly against the list of the same size: {p95('search, typed wrongly', 'large') / p95('list', 'large'):.2f} (goal ≤ 3)")


if __name__ == "__main__":
    in_a_folder(lambda folder, processes: run(folder, processes, *sys.argv[1:]))
