"""Runs every feature against the servers that the settings (JSON, standard input) name; prints one JSON line a feature:
{"feature", "result": "passed" | "failed" | "n/a", "detail"}. What the settings say does not apply is not tried.
The generated stubs are on PYTHONPATH."""

import json
import os
import sys
import threading
import traceback

from features import calls, connections, errors, limits, metadata, product, standard
from run import Run

PATIENCE_S = 120


def attempt(test, settings):
    run = Run(settings)
    outcome = []

    def body():
        try:
            test(run)
            outcome.append("")
        except Exception:
            outcome.append(traceback.format_exc())

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    thread.join(PATIENCE_S)
    detail = outcome[0] if outcome else f"still waiting after {PATIENCE_S} s"
    run.close()
    return detail


def main():
    settings = json.load(sys.stdin)
    for module in (calls, metadata, errors, limits, connections, standard, product):
        for feature, test in module.FEATURES.items():
            if feature in settings["notApplicable"]:
                result, detail = "n/a", settings["notApplicable"][feature]
            else:
                detail = attempt(test, settings)
                result = "failed" if detail else "passed"
            print(json.dumps({"feature": feature, "result": result, "detail": detail}), flush=True)
    # Threads that still wait do not hold the program up.
    os._exit(0)


main()
