"""A mail server for tests: takes messages over TLS after a sign-in, and breaks where it is told to.

Prints its port when it listens. Every line on standard input is a JSON object that changes how it behaves, and is answered by
one line of JSON that counts what came so far. It ends when standard input does.

  {"drop": PHASE, "times": N}   breaks the connection in that phase, N times (for ever when N is missing)
  {"pause": "RCPT"}             keeps the answer to RCPT back until the next change says {"pause": null}
  {"answers": {"rcpt:ADDRESS": "550 no such user", "data:ADDRESS": "554 no", "mail": "451 later"}}
  {}                            changes nothing

Phases: CONNECT, EHLO (after its answer), STARTTLS, MAIL, RCPT, DATA (before its answer), TEXT (when the text begins), DOT (the
message is stored, the answer never comes), ANSWERED (after the answer).
"""

import argparse
import asyncio
import json
import pathlib
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

warnings.simplefilter("ignore")


class State:
    def __init__(self, folder):
        self.folder = folder
        self.drop, self.times, self.answers = None, None, {}
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.counts = {"paused": 0, "connections": 0, "dropped": 0, "taken": 0, "logins": 0}

    def change(self, line):
        asked = json.loads(line)
        if "drop" in asked:
            self.drop, self.times = asked["drop"], asked.get("times")
        self.answers = asked.get("answers", self.answers)
        if asked.get("pause"):
            self.go_on.clear()
        elif "pause" in asked:
            self.go_on.set()
        return json.dumps(self.counts)

    def drops(self, phase):
        if self.drop != phase or self.times == 0:
            return False
        if self.times is not None:
            self.times -= 1
        self.counts["dropped"] += 1
        return True


class Handler:
    def __init__(self, state):
        self.state = state

    async def handle_RCPT(self, server, session, envelope, address, options):
        if not self.state.go_on.is_set():
            self.state.counts["paused"] += 1
            await self.state.go_on.wait()
        answer = self.state.answers.get("rcpt:" + address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        for address in envelope.rcpt_tos:
            answer = self.state.answers.get("data:" + address)
            if answer:
                return answer
        self.state.counts["taken"] += 1
        name = f"{self.state.counts['taken']:05}"
        about = {"from": envelope.mail_from, "to": envelope.rcpt_tos}
        (self.state.folder / f"{name}.eml").write_bytes(envelope.original_content)
        part = self.state.folder / f"{name}.part"
        part.write_text(json.dumps(about))
        part.rename(self.state.folder / f"{name}.json")
        if self.state.drops("DOT"):
            server.cut()
        if self.state.drops("ANSWERED"):
            asyncio.get_running_loop().call_later(0.2, server.transport.abort)
        return "250 OK"


class Breaking(SMTP):
    state = None

    def cut(self):
        self.transport.abort()
        raise asyncio.CancelledError

    def connection_made(self, transport):
        if self.session is None:
            self.state.counts["connections"] += 1
            if self.state.drops("CONNECT"):
                transport.abort()
                return
        super().connection_made(transport)

    async def smtp_EHLO(self, hostname):
        await super().smtp_EHLO(hostname)
        if self.state.drops("EHLO"):
            self.cut()

    async def smtp_STARTTLS(self, arg):
        if self.state.drops("STARTTLS"):
            self.cut()
        await super().smtp_STARTTLS(arg)

    async def smtp_MAIL(self, arg):
        if self.state.drops("MAIL"):
            self.cut()
        if "mail" in self.state.answers:
            await self.push(self.state.answers["mail"])
            return
        await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg):
        if self.state.drops("RCPT"):
            self.cut()
        await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg):
        if self.state.drops("DATA"):
            self.cut()
        if self.state.drops("TEXT"):
            await self.push("354 go on")
            self.cut()
        await super().smtp_DATA(arg)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--mode", choices=["smtps", "starttls", "plain"], required=True)
    parser.add_argument("--chain", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(given.chain, given.key)
    state = State(given.folder)
    Breaking.state = state

    def check(server, session, envelope, mechanism, data):
        state.counts["logins"] += 1
        right = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == (given.user, given.password)
        return AuthResult(success=right, handled=right)

    loop = asyncio.get_running_loop()

    def made():
        starttls = given.mode == "starttls"
        return Breaking(
            Handler(state),
            loop=loop,
            hostname="sink.example",
            tls_context=context if starttls else None,
            require_starttls=starttls,
            auth_require_tls=starttls,
            auth_required=bool(given.user),
            authenticator=check if given.user else None,
        )

    server = await loop.create_server(made, "127.0.0.1", given.port, ssl=context if given.mode == "smtps" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if not line:
            break
        print(state.change(line), flush=True)


asyncio.run(main())
