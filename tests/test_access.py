"""Who sees what and who may do what: every address × every role, by hand, and attacks on it.

Three tables say what is right: `PAGES` (statuses), `ROWS` (what `visible_to` gives) and `never` (words that may not
stand in an answer). The tests on opening up break each guard in turn and want a table to notice.

The world is made once, on a frozen day, in one transaction; every request is undone.
"""

import datetime
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.test import Client as Browser
from django.test import override_settings
from django.urls import get_resolver, reverse

from partners.orders.actions import change_coach
from partners.orders.models import Order
from partners.reports import actions
from partners.reports.models import Attachment, Report, ReportVersion
from partners.reports.rules import GoalLine
from tests import make
from trajecten.exemptions.actions import ask_peers
from trajecten.exemptions.models import ExemptionDocument
from trajecten.help.actions import follow_up
from trajecten.intake.models import Weighing
from trajecten.meetings.actions import Promise, invite
from trajecten.plans.actions import offer_plan, refuse_training, save_plan, sign_plan
from trajecten.plans.models import Activity, Goal, Plan
from trajecten.plans.rows import ActivityRow
from wiz.absence.actions import add_absence
from wiz.caseload.actions import save_view
from wiz.clients.actions import change_client
from wiz.clients.models import Client
from wiz.files.actions import store_file
from wiz.flags.actions import snooze_flag, sweep
from wiz.flags.models import Flag
from wiz.letters.actions import save_house_style, save_text, send_letter
from wiz.letters.kinds import text_kind
from wiz.people.access import needs
from wiz.people.actions import save_user
from wiz.people.models import Organisation, User
from wiz.people.roles import Can
from wiz.terms.models import ExtraHoliday
from wiz.trust.models import Look

pytestmark = pytest.mark.django_db

NOW = make.at("2026-06-24", 10)
ROLES = ["consultant", "colleague", "lead", "own", "other", "admin", "out"]
CASE_WORKERS = ["consultant", "colleague", "lead"]
SIGNED_IN = ROLES[:-1]
UNKNOWN = "999999999"

# A line: the address' name, what it is about (see `things`), the method, and a status for
#   consultant  the client's own              own    a worker of the bureau that has the order
#   colleague   another consultant            other  a worker of another bureau
#   lead        the team lead                 admin  the administrator
# and out, who has not signed in: "in" is the way to the page to sign in.
# What is posted here is empty: whoever may do it gets the form back (200, 422), or goes on (302).
PAGES = """
name                                 of            verb  consultant  colleague  lead  own  other  admin  out
health_live                          -             GET   200         200        200   200  200    200    200
health_ready                         -             GET   503         503        503   503  503    503    503
metrics                              -             GET   200         200        200   200  200    200    200

home                                 -             GET   302         302        302   302  302    302    in
language                             -             GET   405         405        405   405  405    405    405
language                             -             POST  302         302        302   302  302    302    302

account_login                        -             GET   302         302        302   302  302    302    200
account_login                        -             POST  302         302        302   302  302    302    200
account_logout                       -             GET   200         200        200   200  200    200    302
account_logout                       -             POST  302         302        302   302  302    302    302
account_inactive                     -             GET   200         200        200   200  200    200    200
account_change_password              -             GET   200         200        200   200  200    200    in
account_change_password              -             POST  200         200        200   200  200    200    in
account_reset_password               -             GET   200         200        200   200  200    200    200
account_reset_password               -             POST  200         200        200   200  200    200    200
account_reset_password_done          -             GET   200         200        200   200  200    200    200
account_reset_password_from_key      nobody        GET   200         200        200   200  200    200    200
account_reset_password_from_key      nobody        POST  200         200        200   200  200    200    200
account_reset_password_from_key_done -             GET   200         200        200   200  200    200    200

users                                -             GET   403         403        403   403  403    200    in
user_add                             -             GET   403         403        403   403  403    200    in
user_add                             -             POST  403         403        403   403  403    200    in
user_change                          worker        GET   403         403        403   403  403    200    in
user_change                          worker        POST  403         403        403   403  403    200    in
user_change                          herself       GET   403         403        403   403  403    200    in
user_change                          herself       POST  403         403        403   403  403    200    in
user_invite                          worker        GET   403         403        403   403  403    200    in
user_invite                          herself       GET   403         403        403   403  403    200    in
organisation                         -             GET   403         403        403   403  403    200    in
organisation                         -             POST  403         403        403   403  403    200    in
system                               -             GET   403         403        403   403  403    200    in
policy                               -             GET   403         403        403   403  403    200    in
policy                               -             POST  403         403        403   403  403    200    in
extra_holidays                       -             GET   403         403        403   403  403    200    in
extra_holidays                       -             POST  403         403        403   403  403    200    in
extra_holiday_remove                 decreed       GET   405         405        405   405  405    405    in
extra_holiday_remove                 decreed       POST  403         403        403   403  403    302    in
bureaus                              -             GET   403         403        403   403  403    200    in
bureau_add                           -             GET   403         403        403   403  403    200    in
bureau_add                           -             POST  403         403        403   403  403    200    in
bureau_change                        bureau        GET   403         403        403   403  403    200    in
bureau_change                        bureau        POST  403         403        403   403  403    200    in
factors                              -             GET   403         403        403   403  403    200    in
factors                              -             POST  403         403        403   403  403    200    in
factor_change                        factor        GET   403         403        403   403  403    200    in
factor_change                        factor        POST  403         403        403   403  403    200    in
instruments                          -             GET   403         403        403   403  403    200    in
instruments                          -             POST  403         403        403   403  403    200    in
ladders                              -             GET   403         403        403   403  403    200    in
ladder_add                           -             GET   403         403        403   403  403    200    in
ladder_add                           -             POST  403         403        403   403  403    200    in
ladder_change                        ladder        GET   403         403        403   403  403    200    in
ladder_change                        ladder        POST  403         403        403   403  403    200    in
client_import                        -             GET   403         403        403   403  403    200    in
client_import                        -             POST  403         403        403   403  403    200    in
client_import_template               -             GET   403         403        403   403  403    200    in
letter_texts                         -             GET   403         403        403   403  403    200    in
letter_text                          text          GET   403         403        403   403  403    200    in
letter_text                          text          POST  403         403        403   403  403    200    in
letter_text_pdf                      text          GET   403         403        403   403  403    200    in
letter_text_pdf                      text          POST  403         403        403   403  403    422    in
letter_text_reset                    text          GET   405         405        405   405  405    405    in
letter_text_reset                    text          POST  403         403        403   403  403    302    in
letter_text_version                  textversion   GET   403         403        403   403  403    200    in
house_style                          municipality  GET   403         403        403   403  403    200    in
house_style                          municipality  POST  403         403        403   403  403    200    in
house_style_pdf                      municipality  GET   403         403        403   403  403    200    in
house_style_pdf                      municipality  POST  403         403        403   403  403    422    in
house_style_logo                     municipality  GET   403         403        403   403  403    200    in

today                                -             GET   200         200        200   403  403    403    in
caseload                             -             GET   200         200        200   403  403    403    in
caseload_export                      -             GET   200         302        200   403  403    403    in
view_add                             -             GET   200         200        200   403  403    403    in
view_add                             -             POST  200         200        200   403  403    403    in
view_change                          view          GET   200         404        404   403  403    403    in
view_change                          view          POST  200         404        404   403  403    403    in
view_overwrite                       view          GET   405         405        405   405  405    405    in
view_overwrite                       view          POST  302         404        404   403  403    403    in
view_remove                          view          GET   200         404        404   403  403    403    in
view_remove                          view          POST  302         404        404   403  403    403    in
find                                 -             GET   200         200        200   403  403    403    in
find                                 -             POST  302         302        302   403  403    403    in
flag_snooze                          flag          GET   200         200        200   403  403    403    in
flag_snooze                          flag          POST  200         200        200   403  403    403    in
flag_wake                            flag          GET   405         405        405   405  405    405    in
flag_wake                            flag          POST  302         302        302   403  403    403    in

client_add                           -             GET   200         200        200   403  403    403    in
client_add                           -             POST  200         200        200   403  403    403    in
client                               client        GET   200         200        200   403  403    403    in
client                               rosa          GET   200         200        200   403  403    403    in
client_change                        client        GET   200         200        200   403  403    403    in
client_change                        client        POST  200         200        200   403  403    403    in
client_events                        client        GET   200         200        200   403  403    403    in
client_history                       client        GET   200         200        200   403  403    403    in
client_looks                         client        GET   403         403        200   403  403    403    in
client_bsn                           client        GET   302         302        302   403  403    403    in
client_bsn                           client        POST  200         200        200   403  403    403    in
absences                             -             GET   200         200        200   403  403    403    in
absences                             -             POST  200         200        200   403  403    403    in
absence_change                       absence       GET   200         404        200   403  403    403    in
absence_change                       absence       POST  200         404        200   403  403    403    in
absence_end                          absence       GET   405         405        405   405  405    405    in
absence_end                          absence       POST  302         404        302   403  403    403    in
clients_hand_over                    -             GET   200         200        200   403  403    403    in
clients_hand_over                    -             POST  200         200        200   403  403    403    in
client_reassign                      client        GET   200         403        200   403  403    403    in
client_reassign                      client        POST  200         403        200   403  403    403    in
client_handover_note                 client        GET   200         200        200   403  403    403    in
client_handover_note                 client        POST  200         200        200   403  403    403    in
intake                               client        GET   200         200        200   403  403    403    in
intake                               rosa          GET   200         200        200   403  403    403    in
intake_change                        client        GET   200         200        200   403  403    403    in
intake_change                        client        POST  200         200        200   403  403    403    in
intake_version                       version       GET   200         200        200   403  403    403    in
plan                                 client        GET   200         200        200   403  403    403    in
plan                                 rosa          GET   200         200        200   403  403    403    in
plan                                 milan         GET   200         200        200   403  403    403    in
plan_change                          client        GET   200         200        200   403  403    403    in
plan_change                          client        POST  200         200        200   403  403    403    in
plan_change                          rosa          GET   200         200        200   403  403    403    in
plan_change                          zeynep        GET   302         302        302   403  403    403    in
plan_offer                           client        GET   405         405        405   405  405    405    in
plan_offer                           client        POST  302         302        302   403  403    403    in
plan_review                          milan         GET   200         200        200   403  403    403    in
plan_review                          milan         POST  200         200        200   403  403    403    in
plan_review                          client        GET   302         302        302   403  403    403    in
plan_end                             client        GET   200         200        200   403  403    403    in
plan_end                             client        POST  200         200        200   403  403    403    in
plan_refuse_training                 client        GET   200         200        200   403  403    403    in
plan_refuse_training                 client        POST  200         200        200   403  403    403    in
plan_version                         signed        GET   200         200        200   403  403    403    in
plan_version                         crossed       GET   404         404        404   403  403    403    in
plan_pdf                             signed        GET   200         200        200   403  403    403    in
plan_pdf                             offer         GET   200         200        200   403  403    403    in
plan_pdf                             crossed       GET   404         404        404   403  403    403    in
plan_scan                            signed        GET   200         200        200   403  403    403    in
plan_scan                            offer         GET   404         404        404   403  403    403    in
plan_scan                            crossed       GET   404         404        404   403  403    403    in
plan_sign                            offer         GET   200         200        200   403  403    403    in
plan_sign                            offer         POST  200         200        200   403  403    403    in
plan_sign                            signed        GET   200         200        200   403  403    403    in
plan_sign                            crossed       POST  404         404        404   403  403    403    in
plan_withdraw                        offer         GET   405         405        405   405  405    405    in
plan_withdraw                        offer         POST  302         302        302   403  403    403    in
goal_reached                         goal          GET   405         405        405   405  405    405    in
goal_reached                         goal          POST  302         302        302   403  403    403    in
goal_drop                            goal          GET   200         200        200   403  403    403    in
goal_drop                            goal          POST  200         200        200   403  403    403    in

exemptions                           client        GET   200         200        200   403  403    403    in
exemptions                           zeynep        GET   200         200        200   403  403    403    in
exemption_ask                        client        GET   302         302        302   403  403    403    in
exemption_ask                        client        POST  200         200        200   403  403    403    in
exemption_ask                        rosa          GET   200         200        200   403  403    403    in
exemption                            ex_submitted  GET   200         200        200   403  403    403    in
exemption                            ex_granted    GET   200         200        200   403  403    403    in
exemption_change                     ex_begun      GET   200         200        200   403  403    403    in
exemption_change                     ex_begun      POST  200         200        200   403  403    403    in
exemption_change                     ex_submitted  GET   302         302        302   403  403    403    in
exemption_renew                      ex_granted    GET   200         200        200   403  403    403    in
exemption_renew                      ex_granted    POST  200         200        200   403  403    403    in
exemption_renew                      ex_begun      GET   302         302        302   403  403    403    in
exemption_submit                     ex_begun      GET   405         405        405   405  405    405    in
exemption_submit                     ex_begun      POST  302         302        302   403  403    403    in
exemption_take_back                  ex_submitted  GET   405         405        405   405  405    405    in
exemption_take_back                  ex_submitted  POST  302         302        302   403  403    403    in
exemption_withdraw                   ex_begun      GET   200         200        200   403  403    403    in
exemption_withdraw                   ex_begun      POST  302         302        302   403  403    403    in
exemption_withdraw                   ex_granted    GET   302         302        302   403  403    403    in
exemption_let_end                    ex_granted    GET   200         200        200   403  403    403    in
exemption_let_end                    ex_granted    POST  200         200        200   403  403    403    in
exemption_look_again                 ex_granted    GET   200         200        200   403  403    403    in
exemption_look_again                 ex_granted    POST  302         302        302   403  403    403    in
exemption_look_again                 ex_begun      GET   302         302        302   403  403    403    in
exemption_look_again_undo            ex_granted    GET   405         405        405   405  405    405    in
exemption_look_again_undo            ex_granted    POST  302         302        302   403  403    403    in
exemption_agree                      ex_granted    GET   200         200        200   403  403    403    in
exemption_agree                      ex_granted    POST  200         200        200   403  403    403    in
exemption_agree                      ex_begun      GET   302         302        302   403  403    403    in
exemption_ask_peers                  ex_submitted  GET   200         200        200   403  403    403    in
exemption_ask_peers                  ex_submitted  POST  200         200        200   403  403    403    in
meanwhile_settle                     meanwhile     GET   200         200        200   403  403    403    in
meanwhile_settle                     meanwhile     POST  302         302        302   403  403    403    in
opinion_answer                       opinion       GET   405         405        405   405  405    405    in
opinion_answer                       opinion       POST  422         422        422   403  403    403    in
opinion_withdraw                     opinion       GET   405         405        405   405  405    405    in
opinion_withdraw                     opinion       POST  302         302        302   403  403    403    in
exemption_document                   support       GET   200         200        200   403  403    403    in
exemption_document_remove            support_row   GET   405         405        405   405  405    405    in
exemption_document_remove            support_row   POST  302         302        302   403  403    403    in

reviews                              -             GET   302         302        200   403  403    403    in
review                               ex_submitted  GET   302         302        200   403  403    403    in
review                               ex_submitted  POST  422         422        422   403  403    403    in
review                               ex_granted    GET   302         302        302   403  403    403    in
exemption_revoke                     ex_granted    GET   200         200        200   403  403    403    in
exemption_revoke                     ex_granted    POST  422         422        422   403  403    403    in

contact_note                         client        GET   200         200        200   403  403    403    in
contact_note                         client        POST  200         200        200   403  403    403    in
meetings                             client        GET   200         200        200   403  403    403    in
meetings                             rosa          GET   200         200        200   403  403    403    in
meeting_plan                         client        GET   200         200        200   403  403    403    in
meeting_plan                         client        POST  200         200        200   403  403    403    in
agenda                               -             GET   302         302        302   403  403    403    in
calendar                             -             GET   200         200        200   403  403    403    in
meetings_plan_many                   -             GET   302         302        302   403  403    403    in
meetings_plan_many                   -             POST  302         302        302   403  403    403    in
meeting_brief                        appointment   GET   200         200        200   403  403    403    in
meeting                              talk          GET   200         200        200   403  403    403    in
meeting                              talk          POST  200         200        200   403  403    403    in
meeting                              appointment   GET   200         200        200   403  403    403    in
meeting_note                         appointment   GET   200         200        200   403  403    403    in
meeting_note                         appointment   POST  200         200        200   403  403    403    in
meeting_note                         talk          GET   302         302        302   403  403    403    in
meeting_move                         appointment   GET   200         200        200   403  403    403    in
meeting_move                         appointment   POST  200         200        200   403  403    403    in
meeting_miss                         appointment   GET   200         200        200   403  403    403    in
meeting_miss                         appointment   POST  200         200        200   403  403    403    in
meeting_letter                       appointment   GET   200         200        200   403  403    403    in
meeting_letter                       appointment   POST  302         302        302   403  403    403    in
agreement_done                       promise       GET   200         200        200   404  404    403    in
agreement_done                       promise       POST  302         302        302   404  404    403    in
agreement_done                       theirpromise  GET   200         200        200   200  404    403    in
agreement_done                       theirpromise  POST  302         302        302   302  404    403    in
agreement_done                       wolfpromise   GET   200         200        200   404  200    403    in
agreement_move                       promise       GET   200         200        200   403  403    403    in
agreement_move                       promise       POST  422         422        422   403  403    403    in
agreement_drop                       promise       GET   200         200        200   403  403    403    in
agreement_drop                       promise       POST  422         422        422   403  403    403    in
agreement_remind                     promise       GET   405         405        405   405  405    405    in
agreement_remind                     promise       POST  302         302        302   403  403    403    in
agreement_reopen                     promise       GET   405         405        405   405  405    405    in
agreement_reopen                     promise       POST  302         302        302   403  403    403    in

letters                              client        GET   200         200        200   403  403    403    in
letters                              rosa          GET   200         200        200   403  403    403    in
letter                               letter        GET   200         200        200   403  403    403    in
letter                               sentletter    GET   200         200        200   403  403    403    in
letter_pdf                           letter        GET   200         200        200   403  403    403    in
letter_send                          letter        GET   405         405        405   405  405    405    in
letter_send                          letter        POST  422         422        422   403  403    403    in
letter_correct                       sentletter    GET   405         405        405   405  405    405    in
letter_correct                       sentletter    POST  422         422        422   403  403    403    in
letter_drop                          letter        GET   405         405        405   405  405    405    in
letter_drop                          letter        POST  422         422        422   403  403    403    in

ladder                               client        GET   200         200        200   403  403    403    in
ladder                               client        POST  200         200        200   403  403    403    in
ladder                               rosa          GET   200         200        200   403  403    403    in
placement_undo                       placed        GET   405         405        405   405  405    405    in
placement_undo                       placed        POST  302         302        302   403  403    403    in
placement_follow_up                  placed        GET   200         200        200   403  403    403    in
placement_follow_up                  placed        POST  200         200        200   403  403    403    in

help                                 client        GET   200         200        200   403  403    403    in
help                                 rosa          GET   200         200        200   403  403    403    in
referral_add                         client        GET   200         200        200   403  403    403    in
referral_add                         client        POST  200         200        200   403  403    403    in
referral_follow_up                   helped        GET   200         200        200   403  403    403    in
referral_follow_up                   helped        POST  200         200        200   403  403    403    in
referral_owner                       helped        GET   200         200        200   403  403    403    in
referral_owner                       helped        POST  200         200        200   403  403    403    in
referral_change                      helped        GET   200         200        200   403  403    403    in
referral_change                      helped        POST  200         200        200   403  403    403    in
referral_undo                        asked         GET   405         405        405   405  405    405    in
referral_undo                        asked         POST  302         302        302   403  403    403    in
referral_remove                      helped        GET   405         405        405   405  405    405    in
referral_remove                      helped        POST  302         302        302   403  403    403    in
childcare                            client        GET   200         200        200   403  403    403    in
childcare                            rosa          GET   200         200        200   403  403    403    in
childcare_add                        client        GET   200         200        200   403  403    403    in
childcare_add                        client        POST  200         200        200   403  403    403    in
childcare_add                        rosa          GET   200         200        200   403  403    403    in
childcare_request                    care          GET   200         200        200   403  403    403    in
childcare_change                     care          GET   200         200        200   403  403    403    in
childcare_change                     care          POST  200         200        200   403  403    403    in
childcare_decide                     care          GET   200         200        200   403  403    403    in
childcare_decide                     care          POST  200         200        200   403  403    403    in
childcare_offer_asked                care          GET   200         200        200   403  403    403    in
childcare_offer_asked                care          POST  200         200        200   403  403    403    in
childcare_offer                      care          GET   200         200        200   403  403    403    in
childcare_offer                      care          POST  200         200        200   403  403    403    in
childcare_data                       care          GET   200         200        200   403  403    403    in
childcare_data                       care          POST  200         200        200   403  403    403    in
childcare_data_received              care          GET   200         200        200   403  403    403    in
childcare_data_received              care          POST  200         200        200   403  403    403    in
childcare_extend                     care          GET   200         200        200   403  403    403    in
childcare_extend                     care          POST  200         200        200   403  403    403    in
childcare_advance                    care          GET   200         200        200   403  403    403    in
childcare_advance                    care          POST  200         200        200   403  403    403    in
childcare_owner                      care          GET   200         200        200   403  403    403    in
childcare_owner                      care          POST  200         200        200   403  403    403    in
childcare_withdraw                   care          GET   200         200        200   403  403    403    in
childcare_withdraw                   care          POST  200         200        200   403  403    403    in
childcare_start                      care          GET   200         200        200   403  403    403    in
childcare_start                      care          POST  200         200        200   403  403    403    in
childcare_end                        care          GET   200         200        200   403  403    403    in
childcare_end                        care          POST  200         200        200   403  403    403    in
childcare_not_needed                 careact       GET   200         200        200   403  403    403    in
childcare_not_needed                 careact       POST  200         200        200   403  403    403    in
childcare_needed                     careact       GET   405         405        405   405  405    405    in
childcare_needed                     careact       POST  302         302        302   403  403    403    in

order_add                            client        GET   200         200        200   403  403    403    in
order_add                            client        POST  200         200        200   403  403    403    in
orders                               -             GET   200         200        200   200  200    403    in
order                                order         GET   200         200        200   200  404    403    in
order                                ended         GET   200         200        200   200  404    403    in
order                                theirs        GET   200         200        200   404  200    403    in
order_coach                          order         GET   200         200        200   200  404    403    in
order_coach                          order         POST  200         200        200   200  404    403    in
order_extend                         order         GET   200         200        200   403  403    403    in
order_extend                         order         POST  200         200        200   403  403    403    in
order_pause                          order         GET   200         200        200   403  403    403    in
order_pause                          order         POST  200         200        200   403  403    403    in
order_resume                         order         GET   302         302        302   403  403    403    in
order_resume                         order         POST  302         302        302   403  403    403    in
order_end                            order         GET   200         200        200   403  403    403    in
order_end                            order         POST  200         200        200   403  403    403    in

reports                              -             GET   403         403        403   200  200    403    in
report                               owed          GET   200         200        200   200  404    403    in
report                               drafted       GET   200         200        200   200  404    403    in
report                               delivered     GET   200         200        200   200  404    403    in
report                               blocked       GET   200         200        200   200  404    403    in
report                               again         GET   200         200        200   200  404    403    in
report                               back          GET   200         200        200   200  404    403    in
report                               answered      GET   200         200        200   200  404    403    in
report                               unneeded      GET   200         200        200   200  404    403    in
report                               others        GET   200         200        200   404  200    403    in
report_write                         owed          GET   403         403        403   200  404    403    in
report_write                         owed          POST  403         403        403   302  404    403    in
report_write                         drafted       GET   403         403        403   200  404    403    in
report_write                         drafted       POST  403         403        403   409  404    403    in
report_write                         back          GET   403         403        403   200  404    403    in
report_write                         back          POST  403         403        403   409  404    403    in
report_write                         delivered     GET   403         403        403   302  404    403    in
report_write                         delivered     POST  403         403        403   409  404    403    in
report_write                         others        GET   403         403        403   404  302    403    in
report_draft                         owed          GET   405         405        405   405  405    405    in
report_draft                         owed          POST  403         403        403   200  404    403    in
report_draft                         drafted       POST  403         403        403   409  404    403    in
report_draft                         delivered     POST  403         403        403   409  404    403    in
report_print                         owed          GET   403         403        403   302  404    403    in
report_print                         drafted       GET   403         403        403   200  404    403    in
report_print                         blocked       GET   403         403        403   200  404    403    in
report_lift_block                    blocked       GET   405         405        405   405  405    405    in
report_lift_block                    blocked       POST  403         403        403   422  404    403    in
report_answer                        delivered     GET   405         405        405   405  405    405    in
report_answer                        delivered     POST  422         422        422   403  403    403    in
report_answer                        owed          POST  302         302        302   403  403    403    in
report_answer                        drafted       POST  302         302        302   403  403    403    in
report_answer                        blocked       POST  422         422        422   403  403    403    in
report_answer                        again         POST  422         422        422   403  403    403    in
report_answer                        back          POST  422         422        422   403  403    403    in
report_send_back                     delivered     GET   405         405        405   405  405    405    in
report_send_back                     delivered     POST  422         422        422   403  403    403    in
report_send_back                     blocked       POST  422         422        422   403  403    403    in
report_send_back                     again         POST  422         422        422   403  403    403    in
report_accept                        delivered     GET   405         405        405   405  405    405    in
report_accept                        delivered     POST  422         422        422   403  403    403    in
report_accept                        blocked       POST  422         422        422   403  403    403    in
report_remind                        owed          GET   405         405        405   405  405    405    in
report_remind                        owed          POST  302         302        302   403  403    403    in
report_move_due                      owed          GET   200         200        200   403  403    403    in
report_move_due                      owed          POST  200         200        200   403  403    403    in
report_not_needed                    owed          GET   200         200        200   403  403    403    in
report_not_needed                    owed          POST  200         200        200   403  403    403    in
report_not_needed                    blocked       GET   200         200        200   403  403    403    in
report_need_again                    unneeded      GET   405         405        405   405  405    405    in
report_need_again                    unneeded      POST  302         302        302   403  403    403    in

attachment                           sent          GET   200         200        200   200  404    403    in
attachment                           sent_first    GET   200         200        200   200  404    403    in
attachment                           hidden        GET   404         404        404   200  404    403    in
attachment                           hidden_again  GET   404         404        404   200  404    403    in
attachment                           draft         GET   404         404        404   200  404    403    in
attachment                           rewrite       GET   404         404        404   200  404    403    in
attachment                           others        GET   200         200        200   404  200    403    in
attachment_remove                    draft_row     GET   405         405        405   405  405    405    in
attachment_remove                    draft_row     POST  403         403        403   302  404    403    in
attachment_remove                    sent_row      POST  403         403        403   302  404    403    in
"""

# What a role's `visible_to` holds. "own" and "other": what is of that bureau, by the path in OF_BUREAU; "readable":
# delivered and not blocked, as planted; "service": the service's own people; "hers": the consultant's own.
ROWS = """
               consultant  colleague  lead      own   other  admin
User           service     service    service   own   other  all
Bureau         all         all        all       own   other  all
Client         all         all        all       none  none   none
Event          all         all        all       none  none   none
Flag           all         all        all       own   other  none
Plan           all         all        all       none  none   none
Placement      all         all        all       none  none   none
PlanVersion    all         all        all       none  none   none
TrainingRefusal all        all        all       none  none   none
Intake         all         all        all       none  none   none
Exemption      all         all        all       none  none   none
Meanwhile      all         all        all       none  none   none
ExemptionReview all        all        all       none  none   none
ExemptionDocument all      all        all       none  none   none
PeerOpinion    all         all        all       none  none   none
Activity       all         all        all       none  none   none
Meeting        all         all        all       none  none   none
Letter         all         all        all       none  none   none
Agreement      all         all        all       own   other  none
ChildcareRequest all       all        all       none  none   none
Referral       all         all        all       none  none   none
Order          all         all        all       own   other  none
SavedView      hers        none       none      none  none   none
Report         all         all        all       own   other  none
ReportVersion  readable    readable   readable  own   other  none
Attachment     readable    readable   readable  own   other  none
"""
OF_BUREAU = {
    "User": "organisation",
    "Bureau": "pk",
    "Flag": "organisation",
    "Agreement": "organisation",
    "Order": "bureau",
    "Report": "order__bureau",
    "ReportVersion": "report__order__bureau",
    "Attachment": "version__report__order__bureau",
}
# Opened up, these show on a page at once. The others stand behind `needs` as well: `ROWS` holds those, and
# `SECOND_DOOR` those of them that a page asks for a row of an address.
SHOWN_TO_STRANGERS = ("Order", "Report", "ReportVersion", "Attachment")
SECOND_DOOR = {
    "Client": ("client", "client", "own"),
    "Flag": ("flag_snooze", "flag", "other"),
    "Bureau": ("bureau_change", "bureau", "other"),
    "User": ("user_change", "worker", "other"),
    "Order": ("order_extend", "order", "other"),
    "Report": ("report_not_needed", "owed", "other"),
}

# Open to whoever has signed in, or to everybody; all other views need a permission.
WITHOUT_NEEDS = {
    "health_live": "machines ask: wiz/health",
    "health_ready": "machines ask, with a token of their own: tests/wiz/test_health.py",
    "metrics": "machines ask, with a token of their own: tests/wiz/test_health.py",
    "home": "leads everybody to the first page of her own menu",
    "language": "everybody chooses, also to sign in",
    "account_login": "to sign in",
    "account_logout": "to sign out",
    "account_inactive": "says that somebody may not sign in",
    "account_change_password": "everybody changes her own",
    "account_reset_password": "for who cannot sign in",
    "account_reset_password_done": "says that a mail was sent",
    "account_reset_password_from_key": "the link is its own proof",
    "account_reset_password_from_key_done": "says that it worked",
}
BEFORE_SIGNING_IN = {
    name for name in WITHOUT_NEEDS if name.startswith(("account_", "health_", "metrics", "language"))
} - {"account_change_password"}


@dataclass(frozen=True, eq=False)
class Line:
    """One line of PAGES."""

    name: str
    of: str
    verb: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return f"{self.verb} {self.name}" + (f" {self.of}" if self.of != "-" else "")


LINES = [
    Line(name, of, verb, dict(zip(ROLES, statuses, strict=True)))
    for name, of, verb, *statuses in (text.split() for text in PAGES.splitlines()[2:] if text.strip())
]
LINES_OF = {name: [line for line in LINES if line.name == name] for name in {line.name for line in LINES}}
EXPECTED_ROWS = {
    model: dict(zip(SIGNED_IN, words, strict=True))
    for model, *words in (text.split() for text in ROWS.splitlines()[2:])
}


def patterns(found: Any = None) -> Iterator[Any]:
    for pattern in (found or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern)
        else:
            yield pattern


VIEWS = {pattern.name: pattern.callback for pattern in patterns()}
GUARD = needs(Can.REPORT)(lambda request: None).__code__  # type: ignore[arg-type, return-value]


def guard_of(view: Any) -> Any:
    """Return the function that `needs` put around a view, or None."""
    while view is not None and getattr(view, "__code__", None) is not GUARD:
        view = getattr(view, "__wrapped__", None)
    return view


def permissions_of(view: Any) -> Any:
    """Return the cell in which a view's `needs` keeps its permissions."""
    guard = guard_of(view)
    return guard.__closure__[guard.__code__.co_freevars.index("permissions")]


GUARDED = sorted(name for name, view in VIEWS.items() if guard_of(view))
QUERYSETS = {
    model.__name__: queryset
    for model in apps.get_models()
    if hasattr(queryset := type(model._default_manager.all()), "visible_to")
}


# The world


QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"
BSN = "999990019"
NOOR_BORN, CHILD_BORN = datetime.date(1987, 3, 4), datetime.date(2019, 8, 17)


@dataclass
class World:
    people: dict[str, User] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    browsers: dict[str, Browser] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)  # what an address is about: its arguments
    clients: dict[str, Client] = field(default_factory=dict)
    own: Any = None
    other: Any = None
    order: Any = None
    reports: dict[str, Report] = field(default_factory=dict)
    readable: list[ReportVersion] = field(default_factory=list)
    folder: str = ""
    answers: dict[tuple[Any, str], Any] = field(default_factory=dict)  # what `asked` found
    looks: dict[tuple[Any, str], int] = field(default_factory=dict)  # how many each recorded
    written: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # ... and which tables it wrote to


def spelled(day: datetime.date) -> list[str]:
    """Return every way in which a page could write a day."""
    months = {3: ("maart", "mrt", "March"), 8: ("augustus", "aug", "August")}[day.month]
    return [f"{day:%d-%m-%Y}", day.isoformat(), *(f"{day.day} {month} {day.year}" for month in months)]


NUMBERS = [BSN, "9999 90 019", "999.990.019", "999 990 019", "99999 0019"]
PERSONAL = [*NUMBERS, "••••", *spelled(NOOR_BORN), *spelled(CHILD_BORN), "Pimpernel", "39 jaar"]
INTAKE = [
    "INTAKEWENS",
    "ZORGTEKST",
    "LASTTEKST",
    "DRAAGKRACHTTEKST",
    "WOORDENTEKST",
    "HELPERTEKST",
    "ADVIESTEKST",
]
PLAN = [
    *INTAKE,
    "VOORKEURTEKST",
    "EINDDOELTEKST",
    "PLANDOELTEKST",
    "ACTIVITEITTEKST",
    "LADDERREDEN",
    "GESPREKTEKST",
    "ERVARINGTEKST",
    "AFSPRAAKTEKST",
    "ONDERWERPTEKST",
    "OPVANGTEKST",
    "HULPVERLENER",
    "ONTHEFFINGTEKST",
    "onthefbestand",
    "BRIEFTEKST",
]
OWN_TEXTS = [
    "HAVIKAFSPRAAK",
    "HAVIKTEKST",
    "HAVIKVRAAG",
    "havikbestand",
    "Bureau Havikskruid",
    "Henk Havik",
    "Hanna Havik",
]
OTHER_TEXTS = [
    "WOLFAFSPRAAK",
    "WOLFTEKST",
    "WOLFVRAAG",
    "wolfbestand",
    "Bureau Wolfsmelk",
    "Wim Wolf",
    "Wilma Wolf",
]
HIDDEN = ["BLOKTEKST", "blokbestand", "NOGMAALSTEKST", "nogmaalsbestand"]  # blocked by the client
UNSENT = ["CONCEPTTEKST", "conceptbestand", "HERSCHRIJFTEKST", "herschrijfbestand"]
NOOR = ["Noortje", "Kanarieveld", "K-NOOR"]
MILAN = ["Milano", "Havikshof", "K-MILAN"]
ZEYNEP = ["Zeynepa", "Wolfshof", "K-ZEYNEP"]
ROSA = ["Rosalind", "Niemandshof", "K-ROSA"]
REACH = ["0431234567", "Kanariestraat", "noor@client.example"]


def never(role: str, line: Line | None = None) -> list[str]:
    """Return the words that may not stand in any answer to this role."""
    if role == "own":
        return [*PERSONAL, *PLAN, *OTHER_TEXTS, *ZEYNEP, *ROSA, "noor@client.example"]
    if role == "other":
        return [
            *PERSONAL,
            *PLAN,
            *OWN_TEXTS,
            *HIDDEN,
            *UNSENT,
            *MILAN,
            *ROSA,
            "noor@client.example",
            "HAVIKDOEL",
        ]
    if role in CASE_WORKERS:
        shows_bsn = line is not None and (line.name, line.verb) == ("client_bsn", "POST")
        return [*HIDDEN, *UNSENT, *([] if shows_bsn else NUMBERS)]
    names = [*NOOR, *MILAN, *ZEYNEP, *ROSA, *REACH]
    texts = [
        "HAVIKAFSPRAAK",
        "WOLFAFSPRAAK",
        "HAVIKTEKST",
        "HAVIKVRAAG",
        "havikbestand",
        "WOLFTEKST",
        "WOLFVRAAG",
        "wolfbestand",
        "HAVIKDOEL",
    ]
    everything = [*PERSONAL, *PLAN, *HIDDEN, *UNSENT, *names, *texts]
    return everything if role == "admin" else [*everything, *OWN_TEXTS, *OTHER_TEXTS]


def texts(report: Report, word: str, **changes: Any) -> Any:
    """A report that has a word in every text, so that it shows wherever any of them does."""
    goals = [
        GoalLine(goal.pk, f"{word} gedaan", "running", f"{word} waarom")
        for goal in report.order.activity.goals.all()
    ]
    names = ["author_role", "absence_note", "instruments_other", "barriers_note", "client_view", "next_step"]
    names += ["non_compliance_note", "question"]
    fields = {name: f"{word} {name}" for name in names}
    advices = {"work_learning": "", "other": f"{word} advies"}
    return make.content(
        report, **{**fields, "non_compliance": True, "goals": goals, "advices": advices, **changes}
    )


def written(report: Report, word: str, file: str, on: str, by: User, **changes: Any) -> ReportVersion:
    """Save a draft with a word everywhere, and a file."""
    draft = report.versions.drafts().first()
    version = actions.save_draft(
        report,
        texts(report, word, **changes),
        revision=draft.revision if draft else 0,
        editor=uuid.uuid4().hex,
        by=by,
        at=make.at(on),
    )
    upload = SimpleUploadedFile(f"{file}.pdf", b"%PDF-1.4 " + word.encode())
    actions.attach(version, store_file(upload, by=by, at=make.at(on)))
    return version


def delivered(report: Report, word: str, file: str, on: str, by: User, **changes: Any) -> ReportVersion:
    version = written(report, word, file, on, by, **changes)
    actions.deliver_report(
        report,
        texts(report, word, **changes),
        revision=version.revision,
        editor=uuid.uuid4().hex,
        by=by,
        at=make.at(on),
    )
    report.refresh_from_db()
    return ReportVersion.objects.get(pk=version.pk)


def add_plans(world: World, by: User) -> None:
    """Milan's plan is signed on paper, Zeynep's lies with her; Noor's and Rosa's are drafts."""
    things, offers = world.things, {}
    for key in ("milan", "zeynep"):
        plan = Plan.objects.get(client=world.clients[key])
        Plan.objects.filter(pk=plan.pk).update(end_goal="EINDDOELTEKST")
        offers[key] = offer_plan(plan, revision=plan.revision, by=by, at=make.at("2026-06-02"))
        things[key] = {"pk": plan.client_id}
    sign_plan(
        offers["milan"],
        how="paper",
        signed_on=datetime.date(2026, 6, 3),
        name="Milano Havikshof",
        scan=SimpleUploadedFile("planscan.pdf", b"%PDF-1.4 PLANDOELTEKST"),
        review_on=datetime.date(2026, 12, 3),
        by=by,
        at=make.at("2026-06-03"),
    )
    noor = world.clients["noor"]
    refuse_training(
        noor,
        training="VOORKEURTEKST",
        reason="PLANDOELTEKST",
        on=datetime.date(2026, 6, 3),
        form_key=uuid.uuid4(),
        by=by,
        at=make.at("2026-06-03"),
    )
    things["signed"] = {**things["milan"], "version": offers["milan"].pk}
    things["offer"] = {**things["zeynep"], "version": offers["zeynep"].pk}
    things["crossed"] = {"pk": noor.pk, "version": offers["milan"].pk}
    things["goal"] = {"pk": Goal.objects.get(text="PLANDOELTEKST").pk}


def add_exemptions(world: World, by: User) -> None:
    """Noor's lies with the reviewers, with a colleague asked; Milan's is a draft, Rosa's was granted."""
    things, clients = world.things, world.clients
    words = dict.fromkeys(("reason", "support", "participation", "client_view"), "ONTHEFFINGTEKST")
    for key, name, state in (
        ("noor", "submitted", "submitted"),
        ("milan", "begun", "draft"),
        ("rosa", "granted", "granted"),
    ):
        made = make.exemption(
            clients[key],
            state,
            "2026-06-22",
            meanwhile=("ONTHEFFINGTEKST",),
            by=by,
            lead=world.people["lead"],
            **words,
        )
        things[f"ex_{name}"] = {"pk": made.pk}
        if name == "submitted":
            upload = SimpleUploadedFile("onthefbestand.pdf", b"%PDF-1.4 ONTHEFFINGTEKST")
            file = store_file(upload, by=by, at=make.at("2026-06-22"))
            document = ExemptionDocument.objects.create(
                exemption=made, file=file, by=by, at=make.at("2026-06-22")
            )
            things["support"], things["support_row"] = {"key": file.key}, {"pk": document.pk}
            asked = ask_peers(
                made, [world.people["colleague"]], question="ONTHEFFINGTEKST", by=by, at=make.at("2026-06-23")
            )
            things["opinion"] = {"pk": asked[0].pk}
        else:
            things["meanwhile"] = {"pk": made.meanwhile.get().pk}


def add_letter_texts(world: World) -> None:
    """A text of the municipality's own, and a house style with a logo."""
    admin, kind = world.people["admin"], text_kind("objection")
    save_text(kind, "", "## Bezwaar\nBel ons.", revision=0, by=admin, at=NOW)
    world.things["text"] = {"key": "objection"}
    world.things["textversion"] = {"key": "objection", "number": 1}
    municipality = world.clients["noor"].municipality
    logo = SimpleUploadedFile("logo.png", make.PNG)
    save_house_style(municipality, make.style_fields(new_logo=logo), by=admin, at=NOW)
    world.things["municipality"] = {"pk": municipality.pk}


def build(world: World) -> None:
    people, things, clients, reports = world.people, world.things, world.clients, world.reports
    people["admin"] = make.administrator(name="Bea Beheer")
    people["consultant"] = make.consultant(name="Sanne de Groot")
    people["colleague"] = make.consultant(name="Carla Collega")
    people["lead"] = make.team_lead(name="Tineke Teamleider")
    world.own = make.bureau("Bureau Havikskruid", report_interval=1)
    world.other = make.bureau("Bureau Wolfsmelk", report_interval=1)
    people["own"] = make.worker(world.own, name="Hanna Havik")
    people["other"] = make.worker(world.other, name="Wilma Wolf")
    coach = make.worker(world.own, name="Henk Havik")
    their_coach = make.worker(world.other, name="Wim Wolf")
    consultant, own, other = people["consultant"], people["own"], people["other"]

    for key, (first, last, number) in {"noor": NOOR, "milan": MILAN, "zeynep": ZEYNEP, "rosa": ROSA}.items():
        clients[key] = make.client(consultant, first_name=first, last_name=last, number=number)
    noor = clients["noor"]
    personal = {
        "birth_date": NOOR_BORN,
        "phone": "0431234567",
        "street": "Kanariestraat 1",
        "postcode": "6200 AA",
        "city": "Maasdal",
        "email": "noor@client.example",
    }
    change_client(
        noor,
        personal,
        children=[(None, "Pimpernel", CHILD_BORN, False)],
        bsn_digits=BSN,
        by=consultant,
        at=make.at("2026-01-05"),
    )
    noor.refresh_from_db()
    year = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
    own_activity = ActivityRow(None, "other", "ACTIVITEITTEKST", *year, None)
    for client, goals, activities in ((noor, ["PLANDOELTEKST"], [own_activity]), (clients["rosa"], [], [])):
        save_plan(
            client,
            kind="work",
            end_goal="EINDDOELTEKST",
            preference="VOORKEURTEKST",
            goals=[(None, goal, None) for goal in goals],
            activities=activities,
            revision=0,
            by=consultant,
            at=make.at("2026-01-05"),
        )
    make.placement(noor, 3, "2026-01-12", reason="LADDERREDEN")
    placed = make.placement(noor, 2, "2026-05-20", reason="LADDERREDEN")
    make.intake(
        noor,
        wish="INTAKEWENS",
        care="ZORGTEKST",
        load="LASTTEKST",
        capacity="DRAAGKRACHTTEKST",
        supporters=[{"who": "HELPERTEKST"}],
        advices=[{"giver": "ggd", "words": "ADVIESTEKST"}],
    )
    Weighing.objects.update(words="WOORDENTEKST")

    period: dict[str, Any] = {"start": "2026-01-01", "end": "2026-12-31", "placed_on": "2026-01-06"}
    world.order = order = make.order(noor, world.own, **period, goals=("HAVIKDOEL",))
    Order.objects.filter(pk=order.pk).update(question="HAVIKVRAAG")
    change_coach(order, coach=coach, by=consultant, at=make.at("2026-01-06"))
    theirs = make.order(noor, world.other, **period, goals=("WOLFDOEL",))
    Order.objects.filter(pk=theirs.pk).update(question="WOLFVRAAG")
    change_coach(theirs, coach=their_coach, by=consultant, at=make.at("2026-01-06"))
    ended = make.order(clients["milan"], world.own, **period)
    Order.objects.filter(pk=ended.pk).update(ended_on="2026-03-01", end_reason="Werk gevonden.")
    make.order(clients["zeynep"], world.other, **period)

    names = ["answered", "blocked", "delivered", "back", "drafted", "unneeded", "again", "owed"]
    reports.update({name: make.report(n, order) for n, name in enumerate(names, start=1)})
    blocks = {"client_reaction": "blocked"}
    answered = delivered(reports["answered"], "HAVIKTEKST", "havikbestand1", "2026-02-05", own)
    make.answer(reports["answered"], "2026-02-10", by=consultant)
    hidden = delivered(reports["blocked"], "BLOKTEKST", "blokbestand", "2026-03-05", own, **blocks)
    sent = delivered(reports["delivered"], "HAVIKTEKST", "havikbestand3", "2026-04-05", own)
    improved = delivered(reports["back"], "HAVIKTEKST", "havikbestand4", "2026-05-05", own)
    make.send_back(reports["back"], "2026-05-10", by=consultant)
    reports["back"].refresh_from_db()
    rewrite = written(reports["back"], "HERSCHRIJFTEKST", "herschrijfbestand", "2026-05-12", own)
    draft = written(reports["drafted"], "CONCEPTTEKST", "conceptbestand", "2026-06-05", own)
    actions.mark_not_needed(
        reports["unneeded"], reason="Niet meer nodig.", by=consultant, at=make.at("2026-06-01")
    )
    # Read once, sent back, and then the client wants the new text to stay away.
    before = delivered(reports["again"], "HAVIKTEKST", "havikbestand7", "2026-06-06", own)
    make.send_back(reports["again"], "2026-06-08", by=consultant)
    reports["again"].refresh_from_db()
    again = delivered(reports["again"], "NOGMAALSTEKST", "nogmaalsbestand", "2026-06-10", own, **blocks)
    reports["others"] = make.report(1, theirs)
    their_version = delivered(reports["others"], "WOLFTEKST", "wolfbestand", "2026-02-05", other)
    world.readable = [answered, sent, improved, before, their_version]

    talk = make.meeting(
        noor,
        "2026-06-02",
        text="GESPREKTEKST",
        by=consultant,
        experiences=[(order.activity_id, "bad", "ERVARINGTEKST")],
        agreements=[
            Promise("AFSPRAAKTEKST", datetime.date(2026, 6, 10)),
            Promise("HAVIKAFSPRAAK", datetime.date(2026, 6, 10), organisation=world.own.organisation),
            Promise("WOLFAFSPRAAK", datetime.date(2026, 6, 10), organisation=world.other.organisation),
        ],
    )
    appointment = make.planned(
        noor, "2026-06-30", today="2026-06-02", subject="ONDERWERPTEKST", by=consultant
    )

    letter = invite(appointment, about="Plan", bring="BRIEFTEKST", by=consultant, at=make.at("2026-06-02"))
    things["letter"] = {"pk": letter.pk}
    make.childcare(noor, "2026-06-01", activity=order.activity, note="OPVANGTEKST", back_up="OPVANGTEKST")

    helped = make.referral(noor, "2026-06-02", ask="2026-07-01", owner_name="HULPVERLENER", by=consultant)
    asked = make.referral(noor, "2026-05-02", ask="2026-06-20", owner_name="HULPVERLENER", by=consultant)
    run_on = {"outcome": "running", "next_on": datetime.date(2026, 8, 1)}
    follow_up(asked, **run_on, revision=1, by=consultant, at=NOW)
    things["helped"], things["asked"] = {"pk": helped.pk}, {"pk": asked.pk}

    care = make.childcare(
        noor, "2026-06-01", activity=order.activity, note="OPVANGTEKST", back_up="OPVANGTEKST"
    )
    things["care"], things["careact"] = {"pk": care.pk}, {"pk": order.activity_id}
    posted = make.letter(make.planned(noor, "2026-07-06", today="2026-06-02", by=consultant), "2026-06-02")
    send_letter(posted, how="post", on=datetime.date(2026, 6, 2), by=consultant, at=make.at("2026-06-02"))
    things["sentletter"] = {"pk": posted.pk}
    add_plans(world, consultant)
    add_exemptions(world, consultant)
    sweep(at=NOW)
    flag = Flag.objects.open().filter(client=noor, organisation=world.own.organisation).order_by("pk").first()
    assert flag is not None
    snoozed = Flag.objects.open().filter(client=noor).exclude(pk=flag.pk).order_by("pk").last()
    assert snoozed is not None
    snooze_flag(snoozed, until=datetime.date(2026, 6, 30), reason="Even wachten.", by=consultant, at=NOW)
    view = save_view(name="Late", query={"signaal": "elk"}, is_default=False, by=consultant)
    add_letter_texts(world)
    things["view"] = {"pk": view.pk}
    things["decreed"] = {"pk": ExtraHoliday.objects.get(day="2026-05-15").pk}
    things["-"] = {}
    things["talk"], things["appointment"] = {"pk": talk.pk}, {"pk": appointment.pk}
    for name, word in (
        ("promise", "AFSPRAAKTEKST"),
        ("theirpromise", "HAVIKAFSPRAAK"),
        ("wolfpromise", "WOLFAFSPRAAK"),
    ):
        things[name] = {"pk": talk.agreements.get(text=word).pk}
    things["nobody"] = {"uidb36": "1", "key": "set-password"}
    things["factor"], things["version"] = {"pk": make.factor("Motivatie").pk}, {"pk": noor.pk, "number": 1}
    away = add_absence(
        consultant,
        first_day=datetime.date(2026, 8, 3),
        last_day=datetime.date(2026, 8, 21),
        covered_by=people["colleague"],
        by=consultant,
        at=make.at("2026-06-01"),
    )
    things["absence"] = {"pk": away.pk}
    things["client"], things["rosa"] = {"pk": noor.pk}, {"pk": clients["rosa"].pk}
    things["order"], things["theirs"], things["ended"] = {"pk": order.pk}, {"pk": theirs.pk}, {"pk": ended.pk}
    things["placed"] = {"pk": noor.pk, "placement": placed.pk}
    things["ladder"] = {"pk": placed.ladder_id}
    things["flag"], things["bureau"] = {"pk": flag.pk}, {"pk": world.own.pk}
    things["worker"], things["herself"] = {"pk": own.pk}, {"pk": people["admin"].pk}
    things.update({name: {"pk": report.pk} for name, report in reports.items() if name not in things})

    def file_of(version: ReportVersion, name: str) -> Attachment:
        return version.attachments.select_related("file").get(file__name=f"{name}.pdf")

    files = {
        "sent": file_of(sent, "havikbestand3"),
        "sent_first": file_of(before, "havikbestand7"),  # hangs on the blocked version after it, too
        "hidden": file_of(hidden, "blokbestand"),
        "hidden_again": file_of(again, "nogmaalsbestand"),
        "draft": file_of(draft, "conceptbestand"),
        "rewrite": file_of(rewrite, "herschrijfbestand"),
        "others_file": file_of(their_version, "wolfbestand"),
    }
    for name, row in files.items():
        things[f"attachment {name}"], things[f"{name}_row"] = {"key": row.file.key}, {"pk": row.pk}
    things["attachment others"] = things.pop("attachment others_file")


def sign_in(world: World) -> None:
    for role in SIGNED_IN:
        browser = Browser()
        browser.force_login(world.people[role])
        session = browser.session
        session["seen"] = int(NOW.timestamp()) // 60
        session.save()
        world.sessions[role] = browser.cookies[django_settings.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    made = World(folder=str(tmp_path_factory.mktemp("files")))
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
        override_settings(MEDIA_ROOT=made.folder, PASSWORD_HASHERS=[QUICK]),
    ):
        build(made)
        sign_in(made)
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _as_the_world_left_it(world: World, settings: Any, _own_folders: None) -> None:
    settings.MEDIA_ROOT = world.folder


# Asking, and what comes back


@dataclass
class Answer:
    status: str
    text: str  # everything that came: headers, body, and messages for the next page
    body: str
    location: str


def address(world: World, line: Line) -> str:
    things = world.things
    return reverse(line.name, kwargs=things.get(f"{line.name} {line.of}") or things[line.of])


def unknown_address(world: World, line: Line) -> str:
    known = world.things.get(f"{line.name} {line.of}") or world.things[line.of]
    # Of one that exists, every other part of the address stays.
    last = list(known)[-1]
    return reverse(line.name, kwargs={**known, last: uuid.UUID(int=1) if last == "key" else int(UNKNOWN)})


def browser_of(world: World, role: str) -> Browser:
    """Return a browser with the session of a role, and nothing else it remembers."""
    browser = world.browsers.setdefault(role, Browser())
    browser.cookies = SimpleCookie()
    if role != "out":
        browser.cookies[django_settings.SESSION_COOKIE_NAME] = world.sessions[role]
    return browser


def ask(world: World, role: str, verb: str, url: str, data: Any = None, *, keep: bool = False) -> Answer:
    """Send a request, and undo what it did unless it is to be kept."""
    with transaction.atomic():
        response = browser_of(world, role).generic(verb, url) if data is None else None
        if response is None:
            response = getattr(browser_of(world, role), verb.lower())(url, data)
        answer = read(response)
        transaction.set_rollback(not keep)
    return answer


def read(response: Any) -> Answer:
    body = (response.getvalue() if response.streaming else response.content).decode("utf-8", "replace")
    said = [str(message) for message in get_messages(response.wsgi_request)]
    location = response.headers.get("Location", "")
    text = "\n".join([body, *map(": ".join, response.headers.items()), *said])
    sign_in_page = reverse("account_login") + "?next="
    status = (
        "in"
        if response.status_code == 302 and location.startswith(sign_in_page)
        else str(response.status_code)
    )
    return Answer(status, text, body, location)


def asked(world: World) -> dict[tuple[Any, str], Answer]:
    """Ask every line for every role, once: GET is kept, and so is what is refused, to see what that writes."""
    if world.answers:
        return world.answers
    good = {(name, of): filled(world, data) for _role, name, of, data, _expected in GOOD_POSTS}
    for role in ROLES:
        refused = [line for line in LINES if line.verb == "POST" and line.expected[role] in REFUSED]
        with transaction.atomic():
            before, reports, looks = state(), list(unopened()), Look.objects.count()
            seen = looks
            for line in [line for line in LINES if line.verb == "GET"]:
                world.answers[line, role] = ask(world, role, "GET", address(world, line), keep=True)
                world.looks[line, role] = -seen + (seen := Look.objects.count())
            for name, query in lists_of(role):
                url = f"{reverse(name)}?{query.format(own=world.own.pk, other=world.other.pk)}"
                world.answers[(name, query), role] = ask(world, role, "GET", url, keep=True)
            after = state()
            world.written["GET", role] = written_between(before, after)
            if Look.objects.count() == looks:
                world.written["GET", role].add(NO_LOOKS)
            assert list(unopened()) == reports  # nothing of a report but that it was opened
            for line in refused:
                body = good.get(
                    (line.name, line.of), {"reason": "Zomaar", "text": "Zomaar", "name": "Zomaar"}
                )
                world.answers[line, role] = ask(world, role, "POST", address(world, line), body, keep=True)
            world.written["refused", role] = written_between(after, state())
            transaction.set_rollback(True)
        for line in LINES:
            if line.verb == "POST" and line not in refused:
                world.answers[line, role] = ask(world, role, "POST", address(world, line))
    return world.answers


def lists_of(role: str) -> list[tuple[str, str]]:
    """Return the lists of MORE that a role may open."""
    return [(name, query) for name, query in MORE if LINES_OF[name][0].expected[role] == "200"]


REFUSED = ("403", "404", "405", "in")
NO_LOOKS = "no looks"


def breaches(world: World, lines: list[Line], roles: list[str], answers: Any = None) -> Iterator[str]:
    """Find what is not as the tables say: in what came back earlier, or asked for now."""
    for line in lines:
        for role in roles:
            answer = answers[line, role] if answers else ask(world, role, line.verb, address(world, line))
            if answer.status != line.expected[role]:
                yield f"{line} {role}: {answer.status} instead of {line.expected[role]}"
            yield from (f"{line} {role}: says {word!r}" for word in said(answer, role, line))


def said(answer: Answer, role: str, line: Line | None = None) -> list[str]:
    """Return the words in an answer that this role should never read."""
    return [word for word in never(role, line) if word in answer.text]


def wrong_rows(world: World, model: str) -> list[str]:
    """Compare what `visible_to` gives to every role with the table."""
    found = []
    for role, word in EXPECTED_ROWS[model].items():
        rows = apps_model(model)._default_manager.all()
        seen = set(rows.visible_to(world.people[role]).values_list("pk", flat=True))
        expected = set(rows.filter(condition(world, model, word)).values_list("pk", flat=True))
        if seen != expected:
            found.append(f"{model} {role}: {len(seen)} rows instead of {len(expected)}")
    return found


def apps_model(name: str) -> Any:
    return next(model for model in apps.get_models() if model.__name__ == name)


def condition(world: World, model: str, word: str) -> Q:
    if word in ("own", "other"):
        return Q(**{OF_BUREAU[model]: getattr(world, word).pk})
    if word == "service":
        return Q(organisation=make.service())
    if word == "hers":
        return Q(user=world.people["consultant"])
    if word == "readable":
        return Q(**{"version__in" if model == "Attachment" else "pk__in": [v.pk for v in world.readable]})
    return Q() if word == "all" else Q(pk__in=[])


Contents = dict[str, dict[str, dict[str, Any]]]


def written_between(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {table for table in before if before[table] != after[table]}


def state() -> dict[str, str]:
    """Return, for every table, how many rows there are and where each version of a row stands: any write shows."""
    tables = connection.introspection.table_names()
    query = " UNION ALL ".join(
        f"SELECT '{name}', count(*)::text || coalesce(md5(string_agg(xmin::text || ctid::text, ' ' ORDER BY ctid)), '')"
        f' FROM "{name}"'
        for name in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def contents() -> Contents:
    """Return every row of every model, by its primary key."""
    return {
        model._meta.db_table: {
            str(row["pk"]): row for row in model._default_manager.values("pk", *columns(model))
        }
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ("wiz", "trajecten", "partners")
    }


def columns(model: Any) -> list[str]:
    return [column.attname for column in model._meta.concrete_fields]


def changed(before: Contents, after: Contents) -> set[str]:
    """Return "table.column" of every row that was there and changed, and "table -" for a row that is gone."""
    found = set()
    for table, rows in before.items():
        for key, row in rows.items():
            new = after[table].get(key)
            if new is None:
                found.add(f"{table} -")
                continue
            found |= {f"{table}.{name}" for name, value in row.items() if _plain(new[name]) != _plain(value)}
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


# The tables


def test_table_has_a_line_for_every_address_and_no_other():
    assert set(LINES_OF) == set(VIEWS)
    assert len(VIEWS) == len(list(patterns()))  # no two have one name, none is without


def test_table_says_get_of_every_address():
    assert {line.name for line in LINES if line.verb == "GET"} == set(VIEWS)


def test_table_knows_no_line_twice():
    keys = [(line.name, line.of, line.verb) for line in LINES]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", sorted(LINES_OF))
def test_address_answers_every_role_as_the_table_says(world, name):
    assert list(breaches(world, LINES_OF[name], ROLES, asked(world))) == []


MORE = [
    ("reports", "lijst=later"),
    ("reports", "lijst=wacht"),
    ("reports", "lijst=klaar"),
    ("reports", "van=mij"),
    ("orders", "ended=1"),
    ("orders", "mine=on"),
    ("orders", "bureau={other}"),
    ("orders", "bureau={own}"),
    ("caseload", "van=alle"),
    ("caseload", "van=niemand"),
    ("caseload", "van=alle&signaal=elk&op=-naam"),
    ("caseload_export", "van=alle&als=csv"),
    ("today", "lijst=bureau"),
    ("today", "lijst=lead"),
    ("today", "lijst=snoozed"),
    ("users", "q=Noor"),
    ("users", "organisation={own}"),
    ("user_add", "organisation={own}"),
    ("policy", "key=report_interval"),
]


@pytest.mark.parametrize(("name", "query"), MORE)
def test_list_says_nothing_it_may_not_however_it_is_asked(world, name, query):
    roles = [role for role in ROLES if (name, query) in lists_of(role)]
    assert roles
    for role in roles:
        answer = asked(world)[(name, query), role]
        assert (answer.status, said(answer, role)) == ("200", []), role


def test_planted_words_stand_on_the_pages_of_who_may_read_them(world):
    """A word that stands nowhere proves nothing by its absence."""
    read_by: dict[str, set[str]] = {}
    for (_of, role), answer in asked(world).items():
        for word in [*OWN_TEXTS, *OTHER_TEXTS, *HIDDEN, *UNSENT, *PLAN, *NOOR, *REACH, "Pimpernel"]:
            if word in answer.text:
                read_by.setdefault(word, set()).add(role)
    bureaus = {
        "Bureau Havikskruid",
        "Hanna Havik",
        "Henk Havik",
        "Bureau Wolfsmelk",
        "Wim Wolf",
        "Wilma Wolf",
    }
    for word in OWN_TEXTS:
        assert read_by[word] == {*CASE_WORKERS, "own", *(["admin"] if word in bureaus else [])}, word
    for word in OTHER_TEXTS:
        assert read_by[word] == {*CASE_WORKERS, "other", *(["admin"] if word in bureaus else [])}, word
    for word in [*HIDDEN, *UNSENT]:
        assert read_by[word] == {"own"}, word
    for word in [*PLAN, "Pimpernel", "noor@client.example"]:
        assert read_by[word] == set(CASE_WORKERS), word
    for word in [*NOOR, "0431234567", "Kanariestraat"]:
        assert read_by[word] == {*CASE_WORKERS, "own", "other"}, word


def test_readable_bsn_stands_in_one_answer_only(world):
    (line,) = [line for line in LINES_OF["client_bsn"] if line.verb == "POST"]
    for role in CASE_WORKERS:
        assert BSN in ask(world, role, "POST", address(world, line)).text
        assert (
            f"•••••• {BSN[-3:]}"
            in ask(world, role, "GET", reverse("client", args=[world.things["client"]["pk"]])).text
        )


def test_bsn_found_stands_in_no_address_and_no_page(world):
    for role in CASE_WORKERS:
        answer = ask(world, role, "POST", reverse("find"), {"q": BSN}, keep=True)
        assert answer.location == reverse("client", kwargs=world.things["client"])
        assert BSN not in answer.text + ask(world, role, "GET", reverse("find")).text


@pytest.mark.parametrize("name", sorted({line.name for line in LINES if "404" in line.expected.values()}))
def test_forbidden_row_and_unknown_row_answer_the_same(world, name):
    for line in LINES_OF[name]:
        for role in [role for role in SIGNED_IN if line.expected[role] == "404"]:
            known, unknown = address(world, line), unknown_address(world, line)
            forbidden = asked(world)[line, role]
            missing = ask(world, role, line.verb, unknown)
            assert forbidden.status == missing.status == "404"
            assert neutral(forbidden.text, known) == neutral(missing.text, unknown)


# What shows nothing of a client, though it is about something: no look is recorded.
OF_NOBODY = {
    *("-", "nobody", "herself", "worker", "absence", "bureau", "municipality", "view"),
    *("decreed", "factor", "ladder", "text", "textversion"),
}


# What shows many clients at once: a look at each of them.
OF_MANY = {"caseload_export": 4}


def test_opening_a_page_about_a_client_is_one_look(world):
    """Every page, print, letter and file there is; who is refused, or sent elsewhere, saw nothing."""
    asked(world)
    found = {
        (str(line), role): number
        for (line, role), number in world.looks.items()
        if number != (OF_MANY.get(line.name, line.of not in OF_NOBODY) if line.expected[role] == "200" else 0)
    }
    assert found == {}


def neutral(text: str, url: str) -> str:
    """Take out what differs from request to request: the address itself, the token and the nonce."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", text.replace(url, ""))
    return re.sub(r"Content-Length: \d+", "", re.sub(r"nonce[-=]\"?[\w+/=]+", "", text))


# What stands behind the pages


@pytest.mark.parametrize("model", sorted(EXPECTED_ROWS))
def test_visible_to_gives_the_rows_of_the_table(world, model):
    assert wrong_rows(world, model) == []


def test_rows_table_knows_every_visible_to_there_is():
    def below(queryset: Any) -> Iterator[Any]:
        for each in queryset.__subclasses__():
            yield each
            yield from below(each)

    ours = {each for each in below(QuerySet) if "visible_to" in vars(each)}
    assert ours == set(QUERYSETS.values())
    assert set(QUERYSETS) == set(EXPECTED_ROWS)


def test_deactivated_user_sees_no_row_of_a_client(world):
    for role in SIGNED_IN:
        world.people[role].is_active = False
        try:
            for model in set(QUERYSETS) - {"User", "Bureau"}:
                rows = apps_model(model)._default_manager.all()
                assert not rows.visible_to(world.people[role]).exists(), (model, role)
        finally:
            world.people[role].is_active = True


def test_every_view_needs_a_permission_or_says_why_not():
    assert set(VIEWS) - set(GUARDED) == set(WITHOUT_NEEDS)


def test_every_view_wants_somebody_signed_in_and_a_token():
    open_ones = {name for name, view in VIEWS.items() if not getattr(view, "login_required", True)}
    assert open_ones == BEFORE_SIGNING_IN
    assert not [name for name, view in VIEWS.items() if getattr(view, "csrf_exempt", False)]


# Each guard opened up: something must notice


@pytest.mark.parametrize("model", sorted(QUERYSETS))
def test_opening_a_visible_to_breaks_the_table(world, model, monkeypatch):
    monkeypatch.setattr(QUERYSETS[model], "visible_to", lambda rows, user: rows)
    assert wrong_rows(world, model)
    if model in SHOWN_TO_STRANGERS:
        names = ("orders", "order", "reports", "report", "attachment")
        lines = [line for name in names for line in LINES_OF[name] if line.verb == "GET"]
        assert next(breaches(world, lines, ["consultant", "other"]), None)


@pytest.mark.parametrize("name", GUARDED)
def test_opening_a_needs_breaks_the_table(world, name, monkeypatch):
    monkeypatch.setattr(permissions_of(VIEWS[name]), "cell_contents", tuple(Can))
    refused = [
        role
        for role in ("admin", "own", "consultant")
        if any(is_refused(line, role) for line in LINES_OF[name])
    ]
    lines = [line for line in LINES_OF[name] if is_refused(line, refused[0])]
    assert next(breaches(world, lines, refused[:1]), None)


def is_refused(line: Line, role: str) -> bool:
    return line.expected[role] == "403"


@pytest.mark.parametrize("model", sorted(SECOND_DOOR))
def test_visible_to_holds_when_needs_is_open(world, model, monkeypatch):
    name, of, role = SECOND_DOOR[model]
    for view in GUARDED:
        monkeypatch.setattr(permissions_of(VIEWS[view]), "cell_contents", tuple(Can))
    url = address(world, Line(name, of, "GET", {}))
    assert ask(world, role, "GET", url).status == "404"
    monkeypatch.setattr(QUERYSETS[model], "visible_to", lambda rows, user: rows)
    assert ask(world, role, "GET", url).status == "200"


# Nothing changes that should not


@pytest.mark.parametrize("role", ROLES)
def test_get_changes_nothing_but_looks_and_opened(world, role):
    asked(world)
    allowed = {"django_session"}
    if role == "admin":
        allowed |= {"account_emailaddress", NO_LOOKS}  # the library notes whom an invitation goes to
    elif role == "out":
        allowed |= {NO_LOOKS}
    else:
        allowed |= {"wiz_look", "partners_report", "wiz_change"} if role in CASE_WORKERS else {"wiz_look"}
    assert world.written["GET", role] <= allowed


@pytest.mark.parametrize("role", ROLES)
def test_refused_post_changes_nothing_not_even_a_look(world, role):
    asked(world)
    assert world.written["refused", role] <= {"django_session"}


def unopened() -> Any:
    names = [name for name in columns(Report) if name != "opened_at"]
    return Report.objects.order_by("pk").values_list(*names)


# Fields of models, and none of the forms they are sent to.
HOSTILE = {
    "id": "1",
    "pk": "1",
    "client": "{rosa}",
    "consultant": "{colleague}",
    "organisation": "{other}",
    "bureau": "{other}",
    "order": "{theirs}",
    "role": "administrator",
    "is_active": "",
    "is_staff": "on",
    "is_superuser": "on",
    "password": "een-ander-wachtwoord",
    "email": "evil@evil.example",
    "bsn_fingerprint": "x",
    "bsn_cipher": "x",
    "form_key": "",
    "state": "answered",
    "is_blocked": "",
    "missing": "",
    "is_final": "on",
    "number": "66",
    "due": "2031-01-01",
    "period_end": "2031-01-01",
    "delivered_at": "2031-01-01",
    "delivered_by": "{colleague}",
    "opened_at": "2031-01-01",
    "answer": "EVIL",
    "answered_by": "{colleague}",
    "answered_at": "2031-01-01",
    "accepted_reason": "EVIL",
    "sent_back_reason": "EVIL",
    "not_needed_reason": "EVIL",
    "author": "{colleague}",
    "ended_on": "2031-01-01",
    "end_reason": "EVIL",
    "report_interval": "9",
    "ordered_by": "{colleague}",
    "question": "EVIL",
    "coach": "{other_worker}",
    "made_by": "{colleague}",
    "made_at": "2031-01-01",
    "resolved_at": "2031-01-01",
    "owner": "{colleague}",
    "side": "L",
    "lead_from": "",
    "snoozed_by": "{colleague}",
    "live_since": "2001-01-01",
    "kind": "service",
    "last_login": "2031-01-01",
    "language": "en",
}
# The forms that have a prefix get them with it, too.
PREFIXES = ("answer", "block", "coach", "end", "service", "reassign")
# Who posts what, and which columns of the rows there are may change by it. A field the form does have, is in the body.
REPORT = {"partners_reportversion.client_view", "partners_reportversion.revision"}
GOOD_POSTS: list[tuple[str, str, str, dict[str, str], set[str]]] = [
    ("own", "language", "-", {"language": "en"}, {"wiz_user.language"}),
    (
        "consultant",
        "client_change",
        "client",
        {
            "number": "K-NOOR-2",
            "first_name": "Noortje",
            "last_name": "Kanarieveld",
            "email": "nieuw@client.example",
            "municipality": "{municipality}",
            "lead_benefit": "municipality",
            "birth_date": "04-03-1987",
            "phone": "0431234567",
            "street": "Kanariestraat 1",
            "postcode": "6200 AA",
            "city": "Maasdal",
            "language": "",
            "children-TOTAL_FORMS": "0",
            "children-INITIAL_FORMS": "0",
        },
        {"wiz_client.number", "wiz_client.email"},
    ),
    (
        "lead",
        "client_reassign",
        "client",
        {
            "reassign-consultant": "{colleague}",
            "reassign-note": "Verdeling",
            "reassign-seen": "{client}:{consultant}",
        },
        {
            "wiz_client.consultant_id",
            "wiz_assignment.until",
            "wiz_flag.owner_id",
            "trajecten_meeting.led_by_id",
        },
    ),
    (
        "colleague",
        "plan_change",
        "client",
        {
            "kind": "activation",
            "end_goal": "Anders",
            "revision": "1",
            "goals-TOTAL_FORMS": "0",
            "goals-INITIAL_FORMS": "0",
            "activities-TOTAL_FORMS": "0",
            "activities-INITIAL_FORMS": "0",
        },
        {
            "trajecten_plan.kind",
            "trajecten_plan.end_goal",
            "trajecten_plan.preference",
            "trajecten_plan.revision",
        },
    ),
    (
        "colleague",
        "ladder",
        "client",
        {
            "rung": "{rung}",
            "reason": "Gaat goed",
            "on": "",
            "seen": "{placed}",
            "form_key": str(uuid.UUID(int=7)),
        },
        {"trajecten_placement.until", "wiz_flag.resolved_at"},
    ),
    (
        "colleague",
        "intake_change",
        "client",
        {
            "wish": "Anders",
            "revision": "1",
            "supporters-TOTAL_FORMS": "0",
            "supporters-INITIAL_FORMS": "0",
            "advices-TOTAL_FORMS": "0",
            "advices-INITIAL_FORMS": "0",
        },
        set(),  # a new version
    ),
    (
        "own",
        "agreement_done",
        "theirpromise",
        {"outcome": "Gedaan"},
        {f"trajecten_agreement.{name}" for name in ("state", "settled_at", "settled_by_id", "outcome")}
        | {"wiz_flag.resolved_at"},
    ),
    (
        "colleague",
        "agreement_move",
        "promise",
        {"due": "01-07-2026", "reason": "Later"},
        {"trajecten_agreement.due", "trajecten_agreement.due_reason", "wiz_flag.resolved_at"},
    ),
    (
        "colleague",
        "meeting_move",
        "appointment",
        {"on": "01-07-2026", "time": "11:00", "place": ""},
        # ... and the report that has to be there before it.
        {"trajecten_meeting.on", "trajecten_meeting.time"}
        | {f"wiz_flag.{name}" for name in ("since", "due", "consultant_from")},
    ),
    (
        "consultant",
        "contact_note",
        "client",
        {
            "kind": "phone",
            "note": "Gebeld",
            "on": "24-06-2026",
            "form_key": str(uuid.UUID(int=8)),
            "moment": "",
            "agreements-TOTAL_FORMS": "1",
            "agreements-INITIAL_FORMS": "0",
            "agreements-0-text": "Belt terug",
            "agreements-0-owner": "client",
            "agreements-0-due": "01-07-2026",
        },
        set(),
    ),
    (
        "colleague",
        "referral_add",
        "client",
        {
            "kind": "debts",
            "owner_name": "Kredietbank",
            "owner_user": "",
            "start": "24-06-2026",
            "until": "",
            "follow_up_on": "01-09-2026",
            "form_key": str(uuid.UUID(int=9)),
        },
        set(),  # a new row
    ),
    (
        "colleague",
        "referral_follow_up",
        "helped",
        {"outcome": "finished", "ended_on": "20-06-2026", "revision": "1"},
        {f"trajecten_referral.{name}" for name in ("outcome", "until", "revision")},
    ),
    (
        "colleague",
        "referral_owner",
        "helped",
        {"owner_user": "{colleague}", "revision": "1"},
        {f"trajecten_referral.{name}" for name in ("owner_user_id", "owner_name", "owner_since", "revision")},
    ),
    (
        "consultant",
        "view_change",
        "view",
        {"name": "Te laat"},
        {"wiz_savedview.name"},
    ),
    (
        "admin",
        "factor_change",
        "factor",
        {"name": "Wil vooruit", "place": "1"},
        {"trajecten_factor.name"},
    ),
    (
        "own",
        "order_coach",
        "order",
        {"coach-coach": "{own_worker}"},
        {"partners_order.coach_id", "wiz_flag.owner_id"},
    ),
    (
        "consultant",
        "order_end",
        "ended",
        {"end-ended_on": "01-05-2026", "end-reason": "Nog eens"},
        set(),  # it has ended
    ),
    (
        "colleague",
        "report_move_due",
        "owed",
        {"due": "01-10-2026", "reason": "Vakantie"},
        {f"partners_report.{name}" for name in ("due", "due_reason", "due_changed_by_id", "due_changed_at")},
    ),
    (
        "consultant",
        "report_answer",
        "delivered",
        {"answer-version": "{sent_version}", "answer-text": "Dank", "{replies}": ""},
        {f"partners_report.{name}" for name in ("state", "answer", "answered_at", "answered_by_id")}
        | {"partners_advice.reply", "partners_advice.reply_reason", "wiz_flag.resolved_at"},
    ),
    (
        "own",
        "report_lift_block",
        "blocked",
        {"block-read_on": "24-06-2026"},
        {
            "partners_report.is_blocked",
            "partners_report.delivered_on",
            "wiz_flag.resolved_at",
            "partners_reportversion.client_reaction",
            "partners_reportversion.client_reaction_on",
        },
    ),
    ("own", "attachment_remove", "draft_row", {}, {"partners_attachment -"}),
    ("own", "attachment_remove", "sent_row", {}, set()),
    (
        "consultant",
        "flag_snooze",
        "flag",
        {"until": "01-07-2026", "reason": "Vakantie"},
        {"wiz_flag.snoozed_until", "wiz_flag.snooze_reason", "wiz_flag.snoozed_by_id"},
    ),
    (
        "admin",
        "bureau_change",
        "bureau",
        {
            "name": "Bureau Havikskruid",
            "kind": "reintegration",
            "phone": "0439999999",
            "report_interval": "1",
            "active": "on",
        },
        {"wiz_organisation.phone"},
    ),
    (
        "admin",
        "user_change",
        "worker",
        {
            "name": "Hanna Havik",
            "email": "hanna@havik.example",
            "role": "bureau_worker",
            "organisation": "{own}",
            "phone": "0600000000",
            "is_active": "on",
        },
        {"wiz_user.email"},
    ),
    (
        "admin",
        "policy",
        "-",
        {"key": "report_interval", "value": "4", "valid_from": "01-09-2026", "source": "Besluit"},
        set(),  # a new row
    ),
    (
        "admin",
        "organisation",
        "-",
        {"service-name": "Sociale dienst Maasdal", "service-phone": "0439999999", "service-live_since": ""},
        {"wiz_organisation.phone"},
    ),
]


def filled(world: World, data: dict[str, str]) -> dict[str, str]:
    sent = make.delivery(world.reports["delivered"])
    values = {
        "own": world.own.pk,
        "other": world.other.pk,
        "theirs": world.things["theirs"]["pk"],
        "rosa": world.clients["rosa"].pk,
        "client": world.clients["noor"].pk,
        "consultant": world.people["consultant"].pk,
        "colleague": world.people["colleague"].pk,
        "own_worker": world.people["own"].pk,
        "other_worker": world.people["other"].pk,
        "municipality": world.clients["noor"].municipality_id,
        "sent_version": sent.pk,
        "rung": make.rung(4).pk,
        "placed": world.things["placed"]["placement"],
    }
    result = {key: value.format(**values) for key, value in data.items() if key != "{replies}"}
    if "{replies}" in data:
        for advice in sent.advices.all():
            result |= {f"answer-reply-{advice.pk}": "adopted", f"answer-reason-{advice.pk}": "Past."}
    return result


@pytest.mark.parametrize(
    ("role", "name", "of", "data", "expected"),
    GOOD_POSTS,
    ids=[f"{post[1]}-{post[2]}" for post in GOOD_POSTS],
)
def test_fields_a_form_does_not_have_change_nothing(world, role, name, of, data, expected):
    body = {
        **HOSTILE,
        **{f"{prefix}-{key}": value for prefix in PREFIXES for key, value in HOSTILE.items()},
        **data,
    }
    before = contents()
    url = address(world, Line(name, of, "POST", {}))
    answer = ask(world, role, "POST", url, filled(world, body), keep=True)
    assert answer.status in ("302", "200")
    assert changed(before, contents()) == expected


def test_report_written_with_hostile_fields_stays_an_own_draft(world):
    report, other = world.reports["drafted"], world.people["other"]
    before = contents()
    draft = report.versions.drafts().get()
    data = {
        **HOSTILE,
        "question": "",
        "client_view": "Nieuw",
        "revision": str(draft.revision),
        "action": "save",
    }
    theirs = Goal.objects.get(text="WOLFDOEL")
    data |= {f"goal-{theirs.pk}-done": "EVIL", "report": str(world.reports["others"].pk), "version": "9"}
    for name in ("report_draft", "report_write"):
        url = reverse(name, kwargs=world.things["drafted"])
        answer = ask(world, "own", "POST", url, filled(world, data), keep=True)
        assert answer.status in ("200", "302")
        data["revision"] = str(int(data["revision"]) + 1)
    touched = changed(before, contents())
    assert {
        name for name in touched if not name.startswith(("partners_reportversion.", "partners_"))
    } == set()
    assert not {name for name in touched if name.startswith(("partners_report.", "partners_order."))}
    draft.refresh_from_db()
    assert (draft.client_view, draft.author, draft.delivered_at) == ("Nieuw", world.people["own"], None)
    assert not draft.goal_results.filter(done="EVIL").exists()
    assert not ReportVersion.objects.filter(author=other, report=report).exists()
    changed_versions = [
        key
        for key, row in before["partners_reportversion"].items()
        if contents()["partners_reportversion"][key] != row
    ]
    assert changed_versions == [str(draft.pk)]


def test_added_rows_take_nothing_from_hostile_fields(world):
    municipality = world.clients["noor"].municipality_id
    data = {
        **HOSTILE,
        "number": "",
        "form_key": str(uuid.uuid4()),
        "first_name": "Nieuw",
        "last_name": "Nieuwveld",
        "email": "",
        "municipality": str(municipality),
        "lead_benefit": "municipality",
        "children-TOTAL_FORMS": "0",
        "children-INITIAL_FORMS": "0",
    }
    ask(world, "consultant", "POST", reverse("client_add"), filled(world, data), keep=True)
    client = Client.objects.get(last_name="Nieuwveld")
    assert (client.bsn_fingerprint, client.bsn_cipher, client.pk != 1) == (None, None, True)

    data = {
        **HOSTILE,
        "bureau": "{own}",
        "coach": "",
        "instrument": str(world.order.instrument_id),
        "form_key": str(uuid.uuid4()),
        "question": "Wat kan zij?",
        "start": "01-07-2026",
        "end": "01-07-2027",
        "goals": str(Goal.objects.get(text="HAVIKDOEL").pk),  # another client's
        "goals-TOTAL_FORMS": "1",
        "goals-INITIAL_FORMS": "0",
        "goals-0-text": "Nieuw doel",
    }
    url = reverse("order_add", kwargs=world.things["rosa"])
    assert ask(world, "consultant", "POST", url, filled(world, data), keep=True).status == "200"  # refused
    del data["goals"]
    assert ask(world, "consultant", "POST", url, filled(world, data), keep=True).status == "302"
    order = Order.objects.get(question="Wat kan zij?")
    assert (order.activity.client, order.ordered_by) == (world.clients["rosa"], world.people["consultant"])
    assert (order.report_interval, order.ended_on) == (1, None)

    data = {**HOSTILE, "name": "Nieuwe Collega", "email": "nieuw@wiz.example", "role": "consultant"}
    data |= {"organisation": str(make.service().pk), "is_active": "on"}
    ask(world, "admin", "POST", reverse("user_add"), filled(world, data), keep=True)
    user = User.objects.get(email="nieuw@wiz.example")
    assert not user.has_usable_password()
    assert (user.role, user.last_login) == ("consultant", None)


def test_rows_of_another_client_are_out_of_reach_of_a_form(world):
    noor, rosa = world.clients["noor"], world.things["rosa"]
    data = {
        "number": "K-ROSA",
        "first_name": "Rosalind",
        "last_name": "Niemandshof",
        "municipality": noor.municipality_id,
        "lead_benefit": "municipality",
        "children-TOTAL_FORMS": "1",
        "children-INITIAL_FORMS": "1",
        "children-0-child": noor.children.get().pk,  # emptied: taken away
    }
    before = contents()
    assert (
        ask(world, "consultant", "POST", reverse("client_change", kwargs=rosa), data, keep=True).status
        == "302"
    )
    assert changed(before, contents()) == set()

    goal, activity = Goal.objects.get(text="PLANDOELTEKST"), Activity.objects.get(title="ACTIVITEITTEKST")
    days = {"start": "01-01-2026", "end": "31-12-2026", "kind": "other"}
    data = {
        **{"kind": "work", "end_goal": "EINDDOELTEKST", "preference": "VOORKEURTEKST", "revision": "1"},
        **{"goals-TOTAL_FORMS": "2", "goals-INITIAL_FORMS": "2"},
        **{"goals-0-goal": goal.pk, "goals-1-goal": goal.pk, "goals-1-text": "EVIL"},
        **{"activities-TOTAL_FORMS": "3", "activities-INITIAL_FORMS": "3"},
        **{"activities-0-activity": activity.pk, "activities-0-kind": "other"},
        **{"activities-1-activity": world.order.activity_id, "activities-1-title": "EVIL"},
        **{f"activities-1-{name}": value for name, value in days.items()},
    }
    data["activities-2-activity"], data["activities-2-kind"] = world.order.activity_id, "other"
    for things in (rosa, world.things["client"]):
        before = contents()
        sent = (
            data
            if things is rosa
            else {**data, "goals-TOTAL_FORMS": "0", "activities-0-activity": "", "revision": "1"}
        )
        answer = ask(world, "consultant", "POST", reverse("plan_change", kwargs=things), sent, keep=True)
        assert answer.status == "302"
        assert changed(before, contents()) == {"trajecten_plan.revision"}


def test_coach_of_another_bureau_is_refused(world):
    url = reverse("order_coach", kwargs=world.things["order"])
    for role in ("own", "consultant"):
        before = contents()
        answer = ask(world, role, "POST", url, {"coach-coach": world.people["other"].pk}, keep=True)
        assert answer.status == "200"
        assert changed(before, contents()) == set()


def test_answer_of_a_blocked_report_shows_and_changes_nothing(world):
    for name in ("blocked", "again"):
        version = make.delivery(world.reports[name])
        data = {"answer-version": version.pk, "answer-text": "Toch"}
        for advice in version.advices.all():
            data |= {f"answer-reply-{advice.pk}": "adopted", f"answer-reason-{advice.pk}": "Past."}
        before = contents()
        for body in ({"answer-version": version.pk}, data):
            url = reverse("report_answer", kwargs=world.things[name])
            answer = ask(world, "consultant", "POST", url, body, keep=True)
            assert said(answer, "consultant") == []
        assert changed(before, contents()) <= {"partners_report.opened_at"}


def test_post_to_a_page_without_a_form_changes_nothing(world):
    """What the table doesn't say of POST, does no more than GET, or is refused."""
    with_post = {line.name for line in LINES if line.verb == "POST"}
    before = contents()
    for line in [lines[0] for name, lines in LINES_OF.items() if name not in with_post]:
        for role in ("consultant", "own", "other", "admin"):
            answer = ask(world, role, "POST", address(world, line), {"action": "x"}, keep=True)
            assert answer.status in (line.expected[role], "405"), (line, role)
            assert said(answer, role, line) == []
    assert changed(before, contents()) <= {"partners_report.opened_at"}


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_leads_to_no_other_site(world, target):
    posts = [
        ("own", "language", "-", {"language": "en"}),
        ("consultant", "flag_wake", "flag", {}),
        ("consultant", "report_need_again", "unneeded", {}),
        ("consultant", "report_not_needed", "owed", {"reason": "Zomaar"}),
        ("own", "account_login", "-", {}),
        ("own", "account_logout", "-", {}),
    ]
    if target == ELSEWHERE[0]:  # once to all others, too
        posts += [(role, name, of, data) for role, name, of, data, _expected in GOOD_POSTS]
        posts += [("out", "account_login", "-", sign_in_data(world, "own"))]
    for role, name, of, data in posts:
        url = address(world, Line(name, of, "POST", {}))
        for query, body in ((f"?next={target}", {}), ("", {"next": target})):
            answer = ask(world, role, "POST", url + query, {**filled(world, data), **body})
            assert answer.status == "302" or of == "ended", name
            assert not answer.location or is_here(answer.location), (name, answer.location)


def is_here(location: str) -> bool:
    return urlsplit(location)[:2] == ("", "") and re.match(r"/(?![/\\])", location) is not None


# Changes of people


@pytest.mark.parametrize("role", SIGNED_IN)
def test_deactivated_user_is_out_on_the_next_request(world, role):
    assert ask(world, role, "GET", reverse("home")).status == "302"
    by = make.administrator() if role == "admin" else world.people["admin"]
    save_user(User.objects.get(pk=world.people[role].pk), {"is_active": False}, by=by)
    assert ask(world, role, "GET", reverse("home")).status == "in"


def test_deactivated_user_cannot_sign_in_again(world):
    browser, data = Browser(), sign_in_data(world, "own")
    assert read(browser.post(reverse("account_login"), data)).location == reverse("home")
    save_user(User.objects.get(pk=world.people["own"].pk), {"is_active": False}, by=world.people["admin"])
    assert read(browser.post(reverse("account_login"), data)).location == reverse("account_inactive")
    assert read(browser.get(reverse("home"))).status == "in"


def sign_in_data(world: World, role: str) -> dict[str, str]:
    return {"login": world.people[role].email, "password": make.PASSWORD}


def test_worker_who_changes_bureau_sees_the_new_one_on_the_next_request(world):
    user = User.objects.get(pk=world.people["own"].pk)
    save_user(user, {"organisation": world.other.organisation}, by=world.people["admin"])
    names = [
        "orders",
        "order",
        "order_coach",
        "reports",
        "report",
        "report_write",
        "report_draft",
        "report_print",
    ]
    names += ["report_lift_block", "attachment", "attachment_remove"]
    for line in [line for name in names for line in LINES_OF[name]]:
        answer = ask(world, "own", line.verb, address(world, line))
        assert answer.status == line.expected["other"], line
        # Her own name stays where she wrote.
        gone = [word for word in never("other") if word in answer.text and word != "Hanna Havik"]
        assert gone == [], line


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("lead", "consultant"),
        ("consultant", "admin"),
        ("colleague", "own"),
        ("own", "consultant"),
        ("admin", "lead"),
    ],
)
def test_user_who_changes_role_sees_the_change_on_the_next_request(world, was, becomes):
    like = world.people[becomes]
    user = User.objects.get(pk=world.people[was].pk)
    changes = {"role": like.role, "organisation": Organisation.objects.get(pk=like.organisation_id)}
    save_user(user, changes, by=make.administrator())
    names = [
        "today",
        "client",
        "clients_hand_over",
        "orders",
        "order",
        "reports",
        "attachment",
        "users",
        "bureau_change",
    ]
    for line in [line for name in names for line in LINES_OF[name]]:
        answer = ask(world, was, line.verb, address(world, line))
        assert answer.status == line.expected[becomes], line
        assert [word for word in said(answer, becomes, line) if word not in str(user)] == [], line
