"""Measures Vigie beside the reference server and prints one table: harness.py VIGIE REFERENCE. See script/bench.
harness.py VIGIE timing says whether the clock tells one failing sign-in from another.

Everything is measured in interleaved rounds, because only ratios within one run count: the machine's other work and its
clock change from minute to minute. Standard library alone; wrk makes the load."""

import base64
import hashlib
import hmac
import html
import http.client
import json
import math
import os
import random
import re
import shutil
import signal
import socket
import ssl
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

HERE = Path(__file__).resolve().parent
QUICK = os.environ.get("QUICK") == "1"
ROUNDS = 1 if QUICK else 3
SECONDS = 1 if QUICK else 3
STARTS = 1 if QUICK else 3
CONNECTIONS = 32
TICKS = os.sysconf("SC_CLK_TCK")
TRIES = 30 if QUICK else 300
MOST = 30  # different advisories that one reader opens without being slowed
ARGON2_MIB = 19  # one buffer, kept by the passphrase thread

# Page of Vigie: the reference page of the same shape, and the ratio to reach (without encryption).
PAGES = {"list": ("/list-session", 0.6), "providers": ("/list-session", 0.5), "read": ("/read-group", 0.5)}
REFERENCE = ["/hello", "/list-session", "/read-group"]


# What is measured here is the work of a try, not its refusal.
THROTTLE = {"VIGIE_THROTTLE__PER_ACCOUNT": "1000000", "VIGIE_THROTTLE__PER_NETWORK": "1000000", "VIGIE_THROTTLE__IN_ALL": "1000000"}


class Failed(Exception):
    """Said to the person without a traceback."""


class Processes:
    """What this run started, ended by its process ids when the run ends."""

    def __init__(self, folder):
        self.folder, self.running = folder, []

    def start(self, name, command, ready, **environment):
        """Starts a server and returns it with the first line of its output that contains `ready`."""
        log = open(self.folder / f"{name}.log", "w")
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=os.environ | environment)
        log.close()
        self.running.append(server)
        for line in server.stdout:
            if ready in line:
                return server, line
        raise Failed(f"{name} ended before it was ready:\n{(self.folder / f'{name}.log').read_text()[-2000:]}")

    def stop(self, server):
        server.terminate()
        try:
            server.wait(25)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        server.stdout.close()
        self.running.remove(server)

    def stop_all(self):
        for server in list(self.running):
            self.stop(server)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid):
    """Resident memory in MiB, now and at its highest."""
    status = Path(f"/proc/{pid}/status").read_text()
    return [int(re.search(rf"{key}:\s+(\d+)", status)[1]) / 1024 for key in ("VmRSS", "VmHWM")]


# --- wrk ---------------------------------------------------------------------------------------------------------------


def wrk_command(port, path, cookie, script=None, data=None, seconds=SECONDS):
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "--timeout", "20s", "--latency", "-H", f"Host: localhost:{port}", "-H", f"Cookie: {cookie}"]
    if script:
        command += ["-s", str(HERE / script)]
    command.append(f"https://127.0.0.1:{port}{path}")
    return command + (["--", str(data)] if script else [])


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}[unit]


def figures(output):
    find = lambda pattern: re.search(pattern, output, re.M)
    if not find(r"Requests/sec"):
        raise Failed(f"wrk did not finish:\n{output}")
    refused = find(r"Non-2xx or 3xx responses: (\d+)")
    return {
        "count": int(find(r"(\d+) requests in")[1]),
        "rps": float(find(r"Requests/sec:\s+([\d.]+)")[1]),
        "p50": milliseconds(find(r"^\s+50%\s+(\S+)")[1]),
        "p99": milliseconds(find(r"^\s+99%\s+(\S+)")[1]),
        "refused": int(refused[1]) if refused else 0,
    }


def load(server, *args, **options):
    """One load on one page: every answer must be the page."""
    before = cpu_seconds(server.pid)
    done = subprocess.run(wrk_command(*args, **options), capture_output=True, text=True)
    seen = figures(done.stdout + done.stderr)
    if seen["refused"]:
        raise Failed(f"{args[1]}: {seen['refused']} of {seen['count']} answers were not the page")
    seen["cpu"] = (cpu_seconds(server.pid) - before) / max(seen["count"], 1) * 1e6
    return seen


# --- a person with a browser -------------------------------------------------------------------------------------------


def totp(secret):
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class Browser:
    """Follows no redirects and keeps one cookie."""

    def __init__(self, port, ca_file):
        self.port, self.cookie = port, ""
        self.tls = ssl.create_default_context(cafile=ca_file)

    def ask(self, method, path, fields=None):
        connection = http.client.HTTPSConnection("localhost", self.port, context=self.tls, timeout=20)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(fields)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            if line.startswith("__Host-session="):
                self.cookie = line.split(";")[0]
        connection.close()
        return answer, text

    def page(self, path):
        answer, text = self.ask("GET", path)
        if answer.status != 200:
            raise Failed(f"{path}: answered {answer.status}")
        return text

    def form(self, path):
        """The hidden fields of the form that posts to `path`."""
        text = self.page(path)
        form = re.search(rf'<form[^>]*action="{re.escape(path)}".*?</form>', text, re.S)
        if not form:
            raise Failed(f"{path}: there is no such form on its page")
        return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[0]))

    def post(self, path, fields):
        answer, _ = self.ask("POST", path, self.form(path) | fields)
        if answer.status != 303:
            raise Failed(f"POST {path}: answered {answer.status}")

    def sign_in(self, account):
        self.post("/login", {"username": account["email"], "password": account["passphrase"]})
        self.post("/login/code", {"code": totp(account["totp_secret"])})
        return self


class Portal:
    """A demo, a contact and an auditor signed in, and what the contact may read. `leaves` says whether reads leave records."""

    def __init__(self, processes, folder, vigie, name, more, scale="large", leaves=True, **environment):
        self.name, self.port, self.leaves = name, free_port(), leaves
        self.dir = folder / name
        command = [vigie, "demo", "--data-dir", str(self.dir), "--listen", f"127.0.0.1:{self.port}", "--scale", scale, "--json", *more]
        started = time.monotonic()
        self.server, line = processes.start(name, command, '"url"', **environment)
        self.filled = time.monotonic() - started
        said = json.loads(line)
        who = lambda role: next(a for a in said["accounts"] if a["role"] == role)
        self.contact = Browser(self.port, said["ca_file"]).sign_in(who("contact"))
        self.auditor = Browser(self.port, said["ca_file"]).sign_in(who("auditor"))
        self.stranger = Browser(self.port, said["ca_file"])
        self.email = who("contact")["email"]
        self.paths = folder / f"{name}.paths"
        self.paths.write_text("".join(f"{path}\n" for path in self.readable(4)[:MOST]))

    def readable(self, pages):
        """Addresses of advisories from the pages of the contact's list."""
        found, path = [], "/advisories"
        while path and pages > 0:
            text = self.contact.page(path)
            found += re.findall(r'<h3><a href="(/advisories/[^"]+)"', text)
            following = re.search(r'<a href="([^"]+)" rel="next"', text)
            path, pages = (html.unescape(following[1]) if following else None), pages - 1
        return list(dict.fromkeys(found))

    def records(self):
        """How many records the log holds, as its page says to the auditor."""
        return int(re.search(r'href="/audit/entries/(\d+)"', self.auditor.page("/audit"))[1])

    def load(self, page, seconds=SECONDS):
        if page == "read":
            before = self.records()
            seen = load(self.server, self.port, "/", self.contact.cookie, script="paths.lua", data=self.paths, seconds=seconds)
            if self.leaves and self.records() - before < seen["count"]:
                raise Failed(f"{self.name}: {seen['count']} reads left only {self.records() - before} records")
            return seen
        path = {"list": "/advisories", "providers": "/providers?need=response"}[page]
        return load(self.server, self.port, path, self.contact.cookie, seconds=seconds)

    def flood(self, folder, seconds):
        """The list while as many clients hammer the sign-in with a wrong passphrase."""
        fields = self.stranger.form("/login") | {"username": self.email, "password": "not this one, nor the next"}
        body = folder / f"{self.name}.login"
        body.write_text(urllib.parse.urlencode(fields))
        command = wrk_command(self.port, "/login", self.stranger.cookie, script="form.lua", data=body, seconds=seconds + 2)
        hammering = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        time.sleep(1)
        seen = self.load("list", seconds)
        return seen, figures(hammering.communicate()[0])


# --- the run -----------------------------------------------------------------------------------------------------------


def median(rows, key):
    return statistics.median(row[key] for row in rows)


def measure(reference, reference_port, portals):
    """Every page once a round, in turn. Returns the figures by (who, page)."""
    seen = {}
    steps = [("reference", path, lambda path=path: load(reference, reference_port, path, "__Host-sid=token-42")) for path in REFERENCE]
    steps += [(portal.name, page, lambda portal=portal, page=page: portal.load(page)) for portal in portals for page in PAGES]
    steps.sort(key=lambda step: PAGES.get(step[1], (step[1],))[0])
    for number in range(ROUNDS):
        for who, page, run in steps if number % 2 == 0 else reversed(steps):
            say(f"round {number + 1} of {ROUNDS}: {who} {page}")
            seen.setdefault((who, page), []).append(run())
    return seen


def start_times(processes, vigie, portal):
    """Seconds from the start of `vigie serve` to its word that it listens."""
    taken = []
    for _ in range(STARTS):
        started = time.monotonic()
        server, _ = processes.start("serve", [vigie, "serve", "--data-dir", str(portal.dir), "--listen", f"127.0.0.1:{free_port()}"], "listening on")
        taken.append(time.monotonic() - started)
        processes.stop(server)
    return taken


def say(text):
    print(f"  {text}" if not sys.stderr.isatty() else f"\r\033[K  {text}", end="\n" if not sys.stderr.isatty() else "", file=sys.stderr, flush=True)


def table(seen, portals):
    row = "{:26} {:>9} {:>8} {:>8} {:>8}  {:17} {:>6}".format
    print(row("page", "req/s", "p50 ms", "p99 ms", "CPU µs", "ratio (rounds)", "goal"))
    for who, page in [("reference", path) for path in REFERENCE] + [(p.name, page) for p in portals for page in PAGES]:
        rows, ratio, goal = seen[who, page], "", ""
        if page in PAGES:
            beside, wanted = PAGES[page]
            ratios = [ours["rps"] / theirs["rps"] for ours, theirs in zip(rows, seen["reference", beside])]
            ratio = f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
            goal = f"≥ {wanted}" if who == "plain" else ""
        print(row(f"{who} {page}", f"{median(rows, 'rps'):,.0f}", *(f"{median(rows, key):.1f}" for key in ("p50", "p99", "cpu")), ratio, goal))


def run(folder, processes, vigie, reference):
    say("filling two demos at large scale and the reference")
    portals = [Portal(processes, folder, vigie, "plain", ["--no-encryption"]), Portal(processes, folder, vigie, "encrypted", [])]
    port = free_port()
    server, _ = processes.start("reference", [reference, str(port), str(folder / "reference.db"), str(portals[0].dir / "tls")], "listening")
    for portal in portals:
        for page in PAGES:
            portal.load(page, seconds=1)  # warm up
    seen = measure(server, port, portals)
    floods = []
    for portal in portals:
        say(f"{portal.name}: the list, quiet and under a flood of sign-ins")
        floods.append((portal, portal.load("list", SECONDS + 1), *portal.flood(folder, SECONDS + 1)))
    used = [(portal, memory(portal.server.pid)) for portal in portals]
    for portal in portals:
        processes.stop(portal.server)
    say("starting `vigie serve` on the large data")
    starts = [(portal, start_times(processes, vigie, portal)) for portal in portals]
    say("done")
    print()
    table(seen, portals)
    print()
    for portal, quiet, loud, attack in floods:
        print(
            f"{portal.name}: list p99 under {CONNECTIONS} clients hammering the sign-in {loud['p99']:.1f} ms, quiet {quiet['p99']:.1f} ms:"
            f" {loud['p99'] / quiet['p99']:.1f} times (goal ≤ 3); {attack['rps']:.0f} sign-ins a second; list {loud['rps']:,.0f} req/s"
        )
    for portal, (now, highest) in used:
        print(f"{portal.name}: memory after the load {now:.0f} MiB, at most {highest:.0f} MiB, argon2's {ARGON2_MIB} in it (goal ≤ {150 + ARGON2_MIB})")
    for portal, taken in starts:
        print(f"{portal.name}: ready {max(taken):.2f} s after start at most, of {len(taken)} (goal ≤ 1); the demo was filled in {portal.filled:.1f} s")


# --- the clock ---------------------------------------------------------------------------------------------------------


def same_distribution(a, b):
    """The p-value of the two-sample Kolmogorov-Smirnov test: small when the two can be told apart."""
    a, b, i, j, distance = sorted(a), sorted(b), 0, 0, 0.0
    while i < len(a) and j < len(b):
        at = min(a[i], b[j])
        while i < len(a) and a[i] <= at:
            i += 1
        while j < len(b) and b[j] <= at:
            j += 1
        distance = max(distance, abs(i / len(a) - j / len(b)))
    root = math.sqrt(len(a) * len(b) / (len(a) + len(b)))
    scaled = (root + 0.12 + 0.11 / root) * distance
    if scaled < 0.2:
        return 1.0
    return min(1.0, max(0.0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * (k * scaled) ** 2) for k in range(1, 101))))


def failing_accounts(vigie, folder, said):
    """A user name and a passphrase for each reason for which a sign-in fails. The names are of one length."""
    contacts = [a for a in said["accounts"] if a["role"] == "contact"]
    wrong, cut = contacts[0], contacts[1]
    command = lambda *words: subprocess.run([vigie, *words, "--data-dir", str(folder)], check=True, capture_output=True)
    command("contact", "cut", "--email", cut["email"], "--reason", "measured")
    command("contact", "add", "--party", wrong["party"], "--email", "not.finished@vigie.example", "--name", "Not Finished")
    right = wrong["passphrase"]
    return {
        "unknown": ("nobody.at.all@vigie.example", right),
        "wrong": (wrong["email"], right + "x"),
        "cut": (cut["email"], right),
        "not finished": ("not.finished@vigie.example", right),
    }


def sign_in_times(browser, accounts):
    """Seconds of each failing sign-in, in turn and in a new order each round, over one connection."""
    fields = browser.form("/login")
    connection = http.client.HTTPSConnection("localhost", browser.port, context=browser.tls, timeout=20)
    headers = {"Cookie": browser.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    times, order = {name: [] for name in accounts}, list(accounts)
    for number in range(TRIES + 10):
        random.shuffle(order)
        for name in order:
            body = urllib.parse.urlencode(fields | dict(zip(("username", "password"), accounts[name])))
            if connection.sock is None:
                connection.connect()
            started = time.perf_counter()
            connection.request("POST", "/login", body, headers)
            answer = connection.getresponse()
            answer.read()
            taken = time.perf_counter() - started
            if answer.status != 422:
                raise Failed(f"a sign-in with {name} was answered {answer.status}")
            if number >= 10:
                times[name].append(taken)
    connection.close()
    return times


def timing(folder, processes, vigie):
    say("filling a small demo")
    port, place = free_port(), folder / "timing"
    _, line = processes.start("timing", [vigie, "demo", "--data-dir", str(place), "--listen", f"127.0.0.1:{port}", "--json"], '"url"')
    said = json.loads(line)
    accounts = failing_accounts(vigie, place, said)
    say(f"{TRIES} failing sign-ins of each kind, interleaved")
    times = sign_in_times(Browser(port, said["ca_file"]), accounts)
    say("done")
    print()
    first, names = statistics.median(times["unknown"]), list(times)
    for name in names:
        middle = statistics.median(times[name])
        print(f"{name:12} median {middle * 1e3:7.2f} ms, {middle / first:.3f} of the first (goal 0.95 to 1.05)")
    for n, a in enumerate(names):
        for b in names[n + 1 :]:
            print(f"{a} and {b}: p = {same_distribution(times[a], times[b]):.3f} (goal > 0.01)")


def in_a_folder(work):
    """Does `work(folder, processes)` in a folder of its own; whatever comes of it, what it started is stopped and the folder gone."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="vigie-bench."))
    processes = Processes(folder)
    try:
        return work(folder, processes)
    except Failed as why:
        sys.exit(f"script/bench: {why}")
    finally:
        processes.stop_all()
        shutil.rmtree(folder, ignore_errors=True)


def main():
    vigie, reference = sys.argv[1:3]
    os.environ.update(THROTTLE)
    in_a_folder(lambda folder, processes: timing(folder, processes, vigie) if reference == "timing" else run(folder, processes, vigie, reference))


if __name__ == "__main__":
    main()
