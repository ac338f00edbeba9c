"""A real SMTP server for the tests: python3-aiosmtpd, every accepted mail a file, and the bad habits of servers on demand.

usage: smtp_server.py PORT FOLDER
  mails are written to FOLDER/NUMBER.eml with X-Peer-Recipient lines in front
  a file FOLDER/mode names the habit: "fine", "busy" (451 to everybody), "refuse" (550 to addresses that begin with "no."),
  "silent N" (takes the Nth mail and never says so), "deaf N" (never answers the Nth RCPT)
"""
import asyncio
import os
import sys

from aiosmtpd.controller import Controller


class Handler:
    def __init__(self, folder):
        self.folder = folder
        self.taken = 0
        self.asked = 0

    def mode(self):
        try:
            with open(os.path.join(self.folder, "mode"), encoding="utf-8") as file:
                return file.read().split()
        except FileNotFoundError:
            return ["fine"]

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked += 1
        mode = self.mode()
        if mode[0] == "busy":
            return "451 4.7.1 Greylisted, try again later"
        if mode[0] == "refuse" and address.startswith("no."):
            return "550 5.1.1 No such user"
        if mode[0] == "deaf" and self.asked == int(mode[1]):
            open(os.path.join(self.folder, "stuck"), "w", encoding="utf-8").close()
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken += 1
        name = os.path.join(self.folder, f"{self.taken:05d}-{os.getpid()}.eml")
        with open(name + ".part", "wb") as file:
            for recipient in envelope.rcpt_tos:
                file.write(f"X-Peer-Recipient: {recipient}\r\n".encode())
            file.write(envelope.original_content)
        os.rename(name + ".part", name)
        mode = self.mode()
        if mode[0] == "silent" and self.taken == int(mode[1]):
            open(os.path.join(self.folder, "stuck"), "w", encoding="utf-8").close()
            await asyncio.sleep(3600)
        return "250 OK"


if __name__ == "__main__":
    controller = Controller(Handler(sys.argv[2]), hostname="127.0.0.1", port=int(sys.argv[1]))
    controller.start()
    print("ready", flush=True)
    sys.stdin.read()  # ends with the test that started it
    controller.stop()
