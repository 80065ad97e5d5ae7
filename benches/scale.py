"""List, page and search with 100 advisories and 10 parties, and with 10,000 and 500, in the same minutes: scale.py VIGIE.

Both portals are small demos whose tables are filled further by the same generator, so that they differ in size alone. The reader has
confirmed all but the newest dozen, as people have who use the portal for years, and skipped one long ago. One connection, interleaved."""

import html
import http.client
import json
import random
import re
import sqlite3
import statistics
import sys
import time

from harness import QUICK, Browser, Failed, free_port, in_a_folder, say

SIZES = {"100 x 10": (100, 10), "10,000 x 500": (1_000 if QUICK else 10_000, 50 if QUICK else 500)}
TRIES = 40 if QUICK else 400
WORDS = [f"mot{n}" for n in range(3_000)]
UNREAD = 12


def fill(file, advisories, parties, contact):
    """Adds parties, advisories, answers and search words to a demo that is not served."""
    random.seed(7)
    db = sqlite3.connect(file)
    db.execute("PRAGMA foreign_keys = OFF")
    now = int(time.time() * 1000)
    (account, party), = db.execute("SELECT id, party_id FROM account WHERE email = ?", (contact,))
    author, approver = (db.execute(f"SELECT id FROM account WHERE {role}").fetchone()[0] for role in ("author", "approver"))
    for table in ("acknowledgement", "reading", "searchable"):
        db.execute(f"DELETE FROM {table}")
    db.execute("UPDATE advisory SET withdrawn_at = 1, withdrawn_reason = 'bench'")
    ids = [party] + [f"party{n}" for n in range(parties - 1)]
    db.executemany("INSERT INTO party (id, slug, name, folded, switchboard, created_at) VALUES (?, ?, ?, ?, '', 0)", [(p, p, p, p) for p in ids[1:]])
    for n in range(advisories):
        some, at = n % 5 == 0, now - (advisories - n) * 60_000
        words = random.choices(WORDS, k=250)
        body = " ".join(words)
        title = f"Avis {n} {words[0]}"
        key, reference = f"bench{n:06}", f"2026-B{n:06}"
        db.execute(
            "INSERT INTO advisory (id, reference, language, current, working, published_at, created_at, changed_at) VALUES (?, ?, 'fr', 1, 1, ?, ?, ?)",
            (key, reference, at, at, at),
        )
        audience, reason = ("some-parties", "bench") if some else ("all-parties", "")
        if some:
            named = set(random.sample(ids, max(1, parties // 20))) | ({party} if n % 50 == 0 else set())
            db.executemany("INSERT INTO audience_party (advisory_id, number, party_id) VALUES (?, 1, ?)", [(key, p) for p in named])
        db.execute(
            "INSERT INTO revision (advisory_id, number, state, title, tlp, severity, audience, reason, author_id, approver_id, published_at, comment, lock_version,"
            " content_hash, folded, change_note, summary, actions, refs, indicators, body, rendered, changed_at)"
            " VALUES (?, 1, 'published', ?, 'AMBER', ?, ?, ?, ?, ?, ?, '', 1, x'00', ?, '', ?, 'Faire', '', '', ?, ?, ?)",
            (key, title, random.choice(["critical", "high", "moderate", "information"]), audience, reason, author, approver, at, title.lower(),
             f"{body[:200]}.", body, f"<p>{body}</p>", at),
        )
        rare = ["rarissime"] if n % 997 == 3 else []
        db.execute("INSERT INTO searchable (advisory_id, for_party, words) VALUES (?, '', ?)", (key, " ".join(sorted(set(words + ["commun"] + rare)))))
        # One was skipped long ago, as happens.
        if n < advisories - UNREAD and n != 7:
            db.execute("INSERT INTO acknowledgement (account_id, advisory_id, number, party_id, state, at) VALUES (?, ?, 1, ?, 'read', ?)", (account, key, party, at))
        db.execute("INSERT INTO reading (account_id, advisory_id, number, party_id, at) VALUES (?, ?, 1, ?, ?)", (account, key, party, at))
    db.commit()
    db.execute("ANALYZE")
    db.commit()
    db.close()


class Reader(Browser):
    """Asks on one connection that stays open."""

    def time(self, path):
        if not hasattr(self, "line"):
            self.line = http.client.HTTPSConnection("localhost", self.port, context=self.tls, timeout=20)
        began = time.perf_counter()
        self.line.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.line.getresponse()
        text = answer.read()
        took = time.perf_counter() - began
        if answer.status != 200:
            raise Failed(f"{path}: answered {answer.status}")
        return took, text.decode()


def portal(processes, folder, vigie, name, size):
    place, port = folder / name.replace(" ", "").replace(",", ""), free_port()
    command = [vigie, "demo", "--data-dir", str(place), "--listen", f"127.0.0.1:{port}", "--no-encryption", "--json"]
    server, line = processes.start("demo", command, '"url"')
    said = json.loads(line)
    processes.stop(server)
    contact = next(a for a in said["accounts"] if a["role"] == "contact")
    say(f"filling {name}")
    fill(place / "vigie.db", *size, contact["email"])
    _, line = processes.start("demo", command, '"url"')
    reader = Reader(port, said["ca_file"])
    reader.sign_in(contact)
    _, text = reader.time("/advisories?sort=date")
    reader.advisory = html.unescape(re.search(r'<h3><a href="(/advisories/[^"]+)"', text)[1])
    # The first confirmation through the portal itself: from then on it knows up to where this reader has confirmed.
    page, answer = reader.page(reader.advisory), f"{reader.advisory}/acknowledgement"
    token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    status = reader.ask("POST", answer, {"csrf": token, "state": "read"})[0].status
    if status != 303:
        raise Failed(f"POST {answer}: answered {status}")
    return reader


PAGES = {
    "list": lambda r: "/advisories",
    "list by date": lambda r: "/advisories?sort=date",
    "page": lambda r: r.advisory,
    "search, common": lambda r: "/search?q=commun",
    "search, two words": lambda r: "/search?q=mot1+mot2",
    "search, rare": lambda r: "/search?q=rarissime",
}


def measured(folder, processes):
    """Milliseconds of each request by page and portal."""
    readers = {name: portal(processes, folder, sys.argv[1], name, size) for name, size in SIZES.items()}
    times = {(page, name): [] for page in PAGES for name in readers}
    say(f"{TRIES} requests of each page, interleaved")
    for _ in range(TRIES):
        for page, path in PAGES.items():
            for name, reader in readers.items():
                times[page, name].append(reader.time(path(reader))[0] * 1_000)
    return times


def main():
    times = in_a_folder(measured)
    p95 = lambda rows: statistics.quantiles(rows, n=20)[18]
    small, large = SIZES
    print(f"{'':18} {small:>22} {large:>22}   p50 ratio (goal 1.5)   p95 to list's p95 (goal 3)")
    for page in PAGES:
        a, b = times[page, small], times[page, large]
        show = lambda rows: f"{statistics.median(rows):7.2f} / {p95(rows):7.2f} ms"
        print(f"{page:18} {show(a):>22} {show(b):>22}   {statistics.median(b) / statistics.median(a):9.2f}   {p95(b) / p95(times['list', large]):20.2f}")


if __name__ == "__main__":
    main()
