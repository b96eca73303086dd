"""A private Slurm of several nodes on this machine: munged, slurmctld and one slurmd per node, on loopback only."""

import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

NEEDED = ("munged", "slurmctld", "slurmd", "sinfo", "sbatch", "srun", "scontrol", "scancel", "squeue")
# Daemons live in sbin, which an ordinary user's PATH may lack.
os.environ["PATH"] += os.pathsep + os.pathsep.join(("/usr/local/sbin", "/usr/sbin", "/sbin"))

CONFIGURATION = """\
ClusterName={name}
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
CredType=cred/munge
# a requeued job waits for this credential to expire: 121 s by default
AuthInfo=socket={folder}/munge/socket,cred_expire=5
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation={folder}/controller
SlurmdSpoolDir={folder}/spool/%n
# one per node: the PMIx folders of two nodes would collide
TmpFS={folder}/tmp/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
SlurmctldLogFile={folder}/log/slurmctld.log
SlurmdLogFile={folder}/log/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=sched_min_interval=0,batch_sched_delay=0,sched_interval=5,bf_interval=2,bf_continue
PriorityType=priority/basic
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
JobRequeue=1
KillWait=3
MinJobAge=3600
ReturnToService=2
SlurmdTimeout=5
SlurmdParameters=config_overrides
{nodes}
PartitionName=batch Nodes=ALL Default=YES MaxTime=INFINITE DefaultTime=10:00 PriorityTier=10 PreemptMode=REQUEUE GraceTime=0
PartitionName=urgent Nodes=ALL MaxTime=INFINITE DefaultTime=10:00 PriorityTier=100 PreemptMode=OFF
"""


class CannotStart(Exception):
    """There is no Slurm here, or it does not start."""


def free_ports(count):
    """First of so many consecutive ports, below the range from which the system gives out ports by itself."""
    for _ in range(100):
        first = random.SystemRandom().randrange(20000, 30000 - count)
        sockets = []
        try:
            for port in range(first, first + count):
                sockets.append(socket.socket())
                sockets[-1].bind(("127.0.0.1", port))
            return first
        except OSError:
            pass
        finally:
            for each in sockets:
                each.close()
    raise CannotStart("no free ports")


class Cluster:
    """Up inside `with`; gone afterwards, whatever happens to the test."""

    def __init__(self, nodes=3, cpus=4):
        missing = [name for name in NEEDED if not shutil.which(name)]
        if missing:
            raise CannotStart(f"{', '.join(missing)} not found (Debian: apt-get install slurmctld slurmd slurm-client munge)")
        self.nodes, self.cpus = nodes, cpus
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="penumbra-slurm-"))
        self.folder.chmod(0o755)  # munged wants the way to its socket to be open to all
        self.pids = {}
        self.keeper = subprocess.Popen([sys.executable, pathlib.Path(__file__).with_name("keeper.py"), self.folder],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
        self.environment = {**os.environ, "SLURM_CONF": str(self.folder / "slurm.conf"),
                            "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                            "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_mpi_yield_when_idle": "1",
                            "OMPI_MCA_orte_tmpdir_base": str(self.folder / "tmp"),
                            # Not vader: it names shared memory by host and rank on the node, so the ranks of two
                            # "nodes" of one host write into each other's (seen: segmentation faults).
                            "OMPI_MCA_pml": "ob1", "OMPI_MCA_btl": "self,tcp", "OMPI_MCA_btl_tcp_if_include": "lo"}

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            logs = self.logs()
            self._end()
            if isinstance(sys.exc_info()[1], CannotStart):
                print(logs)
            raise
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            print(self.logs())
        self._end()

    def logs(self, lines=15):
        texts = [(path.name, path.read_text(errors="replace").splitlines()) for path in sorted((self.folder / "log").glob("*"))]
        return "\n".join("\n".join([f"==> {name}", *text[-lines:]]) for name, text in texts if text)

    def launch(self, name, *command):
        request = {"log": str(self.folder / "log" / f"{name}.out"), "command": [str(word) for word in command]}
        self.keeper.stdin.write(json.dumps(request) + "\n")
        self.keeper.stdin.flush()
        self.pids[name] = int(self.keeper.stdout.readline())

    def start_node(self, name):
        self.launch(name, "slurmd", "-D", "-N", name, "-f", self.folder / "slurm.conf")

    def kill_node(self, name):
        """As if the node lost power: its slurmd, its steps and all that they started."""
        victims = [self.pids[name]]
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and self._runs_on(int(entry.name), name):
                    victims.append(int(entry.name))
            except OSError:
                pass
        for pid in victims:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def _runs_on(self, pid, node):
        """A step daemon of the node holds its spool open; what a step started knows cluster and node by name."""
        process = pathlib.Path(f"/proc/{pid}")
        if (process / "comm").read_text().strip() == "slurmstepd":
            held = [os.readlink(link) for link in (process / "fd").iterdir() if link.is_symlink()]
            held.append(os.readlink(process / "cwd"))
            return any(path.startswith(f"{self.folder}/spool/{node}") for path in held) or \
                f"{node}".encode() in (process / "cmdline").read_bytes().split(b"\0")
        environment = (process / "environ").read_bytes().split(b"\0")
        return f"SLURM_CLUSTER_NAME={self.name}".encode() in environment and \
            f"SLURMD_NODENAME={node}".encode() in environment

    def _start(self):
        folder = self.folder
        for name in ("log", "munge", "controller", "tmp", *(f"{kind}/n{i}" for kind in ("spool", "tmp")
                                                            for i in range(1, self.nodes + 1))):
            (folder / name).mkdir(parents=True, exist_ok=True)
        key = folder / "munge" / "key"
        key.touch(mode=0o600)
        key.write_bytes(os.urandom(1024))
        munge = folder / "munge"
        self.launch("munged", "munged", "--foreground", f"--key-file={key}", f"--socket={munge}/socket",
                    f"--pid-file={munge}/pid", f"--log-file={folder}/log/munged.log", f"--seed-file={munge}/seed")
        self._wait_until((munge / "socket").exists, "munged made no socket")

        self.name = "penumbra" + os.urandom(5).hex()
        port = free_ports(self.nodes + 1)
        host = socket.gethostname().split(".")[0]
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        nodes = "\n".join(f"NodeName=n{i} NodeHostname={host} NodeAddr=127.0.0.1 Port={port + i} CPUs={self.cpus} "
                          "RealMemory=4096 State=UNKNOWN" for i in range(1, self.nodes + 1))
        (folder / "slurm.conf").write_text(CONFIGURATION.format(name=self.name, host=host, port=port, user=user, folder=folder,
                                                                nodes=nodes))
        self.launch("slurmctld", "slurmctld", "-D", "-c", "-f", folder / "slurm.conf")
        for i in range(1, self.nodes + 1):
            self.start_node(f"n{i}")
        self._wait_until(self.all_idle, "the nodes do not come up")

    def _wait_until(self, ready, complaint, limit_s=40):
        deadline = time.monotonic() + limit_s
        while not ready():
            dead = [name for name, pid in self.pids.items() if not pathlib.Path(f"/proc/{pid}").exists()]
            if dead or time.monotonic() > deadline:
                raise CannotStart(f"{dead[0]} died" if dead else complaint)
            time.sleep(0.1)

    def all_idle(self):
        done = self.run("sinfo", "-h", "-N", "-p", "batch", "-o", "%T", check=False)
        return done.returncode == 0 and done.stdout.split() == ["idle"] * self.nodes

    def _end(self):
        self.keeper.stdin.close()
        self.keeper.wait(timeout=60)

    def run(self, *command, check=True, environment=None):
        done = subprocess.run([str(word) for word in command], env={**self.environment, **(environment or {})}, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, check=False)
        if check and done.returncode != 0:
            raise SystemExit(f"FAILED: {' '.join(done.args)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def submit(self, *arguments, environment=None):
        """sbatch; the number of the job."""
        return int(self.run("sbatch", "--parsable", *arguments, environment=environment).stdout.split(";")[0])

    def job(self, number):
        """What scontrol knows of a job (of an array: of its first task)."""
        text = self.run("scontrol", "--oneliner", "show", "job", number).stdout.splitlines()[0]
        return dict(re.findall(r"(\w+)=(\S*)", text))

    def state(self, number):
        states = self.run("squeue", "-h", "-t", "all", "-j", number, "-o", "%T").stdout.split()
        return states[0] if len(set(states)) == 1 else " ".join(states)

    def wait(self, number, states=("COMPLETED",), limit_s=240):
        """Until the job is in one of these states, for an array all its tasks; an end in another is a failure."""
        final = {"COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "PREEMPTED", "BOOT_FAIL", "OUT_OF_MEMORY"}
        deadline = time.monotonic() + limit_s
        while (state := self.state(number)) not in states:
            if state in final or time.monotonic() > deadline:
                raise SystemExit(f"FAILED: job {number} is {state}, expected {' or '.join(states)}\n{self.output(number)}")
            time.sleep(0.2)
        return state

    def output(self, number):
        path = pathlib.Path(self.job(number).get("StdOut", ""))
        return path.read_text(errors="replace") if path.is_file() else ""
