"""Steps three-task cases by SpiffWorkflow, with a durable commit a step, and prints one JSON line.

`egret bench step` starts it beside its own measurement. A case takes six steps, as there: each of its tasks is claimed
by a clerk, and done by her. Each step finds its case in SQLite, where the step before left it, and writes it back in a
transaction of its own (WAL, synchronous=FULL, as Egret's own database). `restore_us` is the share of a step that is the
reading; a program that kept every running case in memory would save it.
"""

import argparse
import json
import pathlib
import sqlite3
import tempfile
import time

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

TASKS = ["accept", "handle", "review"]


class Cases:
    """The running cases in a database file of their own."""

    def __init__(self, path):
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.execute("CREATE TABLE cases (number INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT")
        assert self.db.execute("PRAGMA synchronous").fetchone() == (2,)
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
        self.restored = 0.0

    def keep(self, number, workflow):
        state = self.serializer.serialize_json(workflow)
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute("INSERT OR REPLACE INTO cases (number, state) VALUES (?, ?)", (number, state))
        self.db.execute("COMMIT")

    def find(self, number):
        before = time.process_time()
        (state,) = self.db.execute("SELECT state FROM cases WHERE number = ?", (number,)).fetchone()
        workflow = self.serializer.deserialize_json(state)
        self.restored += time.process_time() - before
        return workflow

    def claim(self, number, clerk):
        workflow = self.find(number)
        ready(workflow).data["clerk"] = clerk
        self.keep(number, workflow)

    def finish(self, number, clerk):
        """Does the task that the clerk has claimed, and returns what it is called."""
        workflow = self.find(number)
        task = ready(workflow)
        assert task.data["clerk"] == clerk
        task.run()
        workflow.do_engine_steps()
        self.keep(number, workflow)
        return task.task_spec.bpmn_id


def ready(workflow):
    (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
    return task


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=200)
    count = options.parse_args().cases
    parser = BpmnParser()
    parser.add_bpmn_file(str(pathlib.Path(__file__).with_name("three-tasks.bpmn")))
    process = parser.get_spec("three-tasks")
    with tempfile.TemporaryDirectory(prefix="egret-step-") as folder:
        cases = Cases(f"{folder}/cases.sqlite")
        for number in range(count):
            workflow = BpmnWorkflow(process)
            workflow.do_engine_steps()
            cases.keep(number, workflow)
        began, cpu = time.perf_counter(), time.process_time()
        done = []
        for clerk in ["s-0001", "s-0002", "s-0003"]:
            for number in range(count):
                cases.claim(number, clerk)
            done.append([cases.finish(number, clerk) for number in range(count)])
        cpu, took = time.process_time() - cpu, time.perf_counter() - began
        restored = cases.restored
        wrong = sum(names != [task] * count for names, task in zip(done, TASKS))
        wrong += sum(not cases.find(number).is_completed() for number in range(count))
    steps = 2 * len(TASKS) * count
    print(json.dumps({
        "peer": "SpiffWorkflow", "n": steps, "took_s": took, "cpu_s": cpu,
        "restore_us": restored / steps * 1e6, "wrong": wrong,
    }))


if __name__ == "__main__":
    main()
