"""All addresses. Each matter has its own list; they are in Dutch, because people read and share them."""

from django.urls import include, path

from wiz.ui import views as ui

urlpatterns = [
    path("", include("wiz.health.urls")),
    path("", ui.home, name="home"),
    path("taal/", ui.language, name="language"),
    path("account/", include("wiz.people.account_urls")),
    path("beheer/", include("wiz.people.urls")),
    path("beheer/", include("wiz.policy.urls")),
    path("beheer/", include("wiz.terms.urls")),
    path("beheer/", include("partners.bureaus.urls")),
    path("beheer/", include("wiz.imports.urls")),
    path("", include("wiz.flags.urls")),
    path("", include("wiz.calendar.urls")),
    path("", include("wiz.caseload.urls")),
    path("", include("wiz.clients.urls")),
    path("", include("wiz.trust.urls")),
    path("", include("trajecten.ladder.urls")),
    path("", include("wiz.handover.urls")),
    path("", include("trajecten.intake.urls")),
    path("", include("wiz.absence.urls")),
    path("", include("wiz.letters.urls")),
    path("", include("trajecten.plans.urls")),
    path("", include("trajecten.childcare.urls")),
    path("", include("trajecten.exemptions.urls")),
    path("", include("trajecten.reviews.urls")),
    path("", include("trajecten.meetings.urls")),
    path("", include("trajecten.agreements.urls")),
    path("", include("trajecten.help.urls")),
    path("", include("partners.orders.urls")),
    path("", include("partners.reports.urls")),
]
