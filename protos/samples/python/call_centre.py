"""What an agent's desk asks while somebody calls: who it is, everything about them, why they may leave, what would change that, who else is like them,
and how many there are.

usage: call_centre.py ADDRESS NUMBER
"""

import sys

import grpc
from customergrains.v1 import fact_pb2 as facts
from customergrains.v1 import insight_pb2 as classes
from customergrains.v1 import reports_pb2 as reports
from customergrains.v1 import subscribers_pb2 as answers
from customergrains.v1 import usage_feed_pb2 as usage
from customergrains.v1.reports_pb2_grpc import ReportsStub
from customergrains.v1.subscribers_pb2_grpc import SubscribersStub


def word(enum, value, prefix):
    """VALUE_CLASS_HIGH as lists and filters have it: HIGH; none is NONE."""
    name = enum.Name(value).removeprefix(prefix)
    return "NONE" if name == "UNSPECIFIED" else name


def show_caller(pop):
    held = pop.subscriber
    print(f"{held.plan} of {held.brand or 'no brand'}, {pop.tenure_months} months on the network, {pop.stars} stars")
    print(
        f"value {word(classes.ValueClass, pop.value_class, 'VALUE_CLASS_')}: {word(answers.Treatment, pop.treatment, 'TREATMENT_')}; "
        f"retention {word(classes.RetentionClass, pop.retention_class, 'RETENTION_CLASS_')}; credit {word(classes.CreditList, pop.credit, 'CREDIT_LIST_')}"
    )
    for s in pop.month:
        service, direction = word(usage.Service, s.service, "SERVICE_"), word(answers.Direction, s.direction, "DIRECTION_")
        print(f"this month: {s.count} {service} {direction}, {s.duration_seconds} s")
    for case in pop.open_cases:
        kind = word(facts.CaseKind, case.latest.case_changed.case_kind, "CASE_KIND_")
        print(f"open: {kind} {case.case_id}, {case.latest.case_changed.category}")
    for contact in pop.interactions[:1]:
        print(f"last contact: {contact.interaction_recorded.reason}, {contact.interaction_recorded.outcome}")


def show_risk(pop):
    risk = pop.subscriber.insight.churn_risk
    print(f"may leave: {risk.probability:.2%}, {word(classes.ChurnBand, pop.churn_band, 'CHURN_BAND_')}, {risk.points} points = {risk.baseline_points} and")
    for term in risk.terms:
        print(f"  {term.points:+d} {term.reason_en}")


def what_if(subscribers, subscriber_id):
    change = answers.ChurnFeatureChange(feature="portOutRequested", value=1)
    answer = subscribers.EvaluateChurnRisk(answers.EvaluateChurnRiskRequest(subscriber_id=subscriber_id, changes=[change]))
    print(f"if they asked to take the number elsewhere: {answer.changed.probability:.2%}, {answer.changed.points} points")


def show_alike(subscribers, value):
    request = answers.SearchSubscribersRequest(filter=f"value_class = {value}", order_by="churn_probability desc", page_size=3, count_total=True)
    request.read_mask.paths.extend(["subscriber_id", "churn_probability"])
    page = subscribers.SearchSubscribers(request)
    print(f"value {value}: {page.total_size} subscribers, most at risk")
    for s in page.subscribers:
        print(f"  {s.subscriber_id} {s.churn_probability:.2%}")


def show_population(report):
    answer = report.GetPopulation(reports.GetPopulationRequest(by=["value_class"]))
    for count in answer.counts:
        print(f"population: {count.classes[0] or 'NONE'} {count.subscribers} of {answer.total}")


address, msisdn = sys.argv[1:]
with grpc.insecure_channel(address) as channel:
    subscribers = SubscribersStub(channel)
    found = subscribers.FindSubscriber(answers.FindSubscriberRequest(msisdn=msisdn)).subscriber_id
    print(f"{msisdn} is {found}")
    pop = subscribers.GetScreenPop(answers.GetScreenPopRequest(msisdn=msisdn))
    show_caller(pop)
    show_risk(pop)
    what_if(subscribers, found)
    show_alike(subscribers, word(classes.ValueClass, pop.value_class, "VALUE_CLASS_"))
    show_population(ReportsStub(channel))
