"""A mail server on loopback for the tests: aiosmtpd with TLS and AUTH.

Prints its port, then one JSON object a line for every mail it takes. Refuses gone@… for good and busy@… for now.
Ends with its standard input.
"""
import argparse
import asyncio
import base64
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

parser = argparse.ArgumentParser()
parser.add_argument("--cert")
parser.add_argument("--key")
parser.add_argument("--user")
parser.add_argument("--password")
options = parser.parse_args()


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("gone@"):
            return "550 5.1.1 no such user"
        if address.startswith("busy@"):
            return "451 4.2.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "user": session.auth_data.decode() if session.auth_data else None,
            "content": base64.b64encode(envelope.content).decode(),
        }
        print(json.dumps(mail), flush=True)
        return "250 2.0.0 taken"


def authenticate(server, session, envelope, mechanism, data):
    accepted = data.login == options.user.encode() and data.password == options.password.encode()
    return AuthResult(success=accepted, handled=False, auth_data=data.login if accepted else None)


def connection():
    context = None
    if options.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)
    wants_login = options.user is not None
    return SMTP(
        Handler(),
        hostname="localhost",
        tls_context=context,
        require_starttls=context is not None,
        authenticator=authenticate if wants_login else None,
        auth_required=wants_login,
        auth_require_tls=True,
    )


async def main():
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
