"""Starts programs on request and ends everything that descends from them when its standard input closes.

Orphans come to this process (PR_SET_CHILD_SUBREAPER), so nothing that daemonises escapes; and a test that dies in any
way closes the pipe. One request a line, as JSON: {"log": FILE, "command": [...]}; the answer is the process number.
The state folder, the first argument, is removed at the end.
"""

import ctypes
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


def descendants(pid):
    """Living descendants; a zombie has no children of its own."""
    found = []
    try:
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found += [child, *descendants(child)]
    except OSError:
        pass
    return found


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def end_all(limit_s=20):
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        left = descendants(os.getpid())
        if not left:
            return
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        reap()
        time.sleep(0.05)


def main():
    state = sys.argv[1]
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the pipe decides
    signal.signal(signal.SIGCHLD, lambda *_: reap())
    for line in sys.stdin:
        request = json.loads(line)
        with open(request["log"], "ab") as log:
            process = subprocess.Popen(request["command"], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       start_new_session=True, restore_signals=True,
                                       preexec_fn=lambda: [signal.signal(number, signal.SIG_DFL) for number in
                                                           (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)])
        print(process.pid, flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    end_all()
    shutil.rmtree(state, ignore_errors=True)


if __name__ == "__main__":
    main()
