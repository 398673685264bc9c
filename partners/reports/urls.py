from django.urls import path

from partners.reports import answering, views

urlpatterns = [
    path("rapporten/", views.reports, name="reports"),
    path("rapporten/<int:pk>/", views.report, name="report"),
    path("rapporten/<int:pk>/schrijven/", views.report_write, name="report_write"),
    path("rapporten/<int:pk>/concept/", views.report_draft, name="report_draft"),
    path("rapporten/<int:pk>/afdrukken/", views.report_print, name="report_print"),
    path("rapporten/<int:pk>/vrijgeven/", answering.report_lift_block, name="report_lift_block"),
    path("rapporten/<int:pk>/beantwoorden/", answering.report_answer, name="report_answer"),
    path("rapporten/<int:pk>/terugsturen/", answering.report_send_back, name="report_send_back"),
    path("rapporten/<int:pk>/accepteren/", answering.report_accept, name="report_accept"),
    path("rapporten/<int:pk>/herinneren/", answering.report_remind, name="report_remind"),
    path("rapporten/<int:pk>/andere-datum/", answering.report_move_due, name="report_move_due"),
    path("rapporten/<int:pk>/niet-nodig/", answering.report_not_needed, name="report_not_needed"),
    path("rapporten/<int:pk>/toch-nodig/", answering.report_need_again, name="report_need_again"),
    path("rapporten/bijlagen/<uuid:key>/", views.attachment, name="attachment"),
    path("rapporten/bijlagen/<int:pk>/verwijderen/", views.attachment_remove, name="attachment_remove"),
]
