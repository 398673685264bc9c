"""The program's addresses, and below /bench/ what they are measured beside. Never served by the program itself."""

from django.urls import include, path

from bench import views

urlpatterns = [
    path("bench/hello/", views.hello),
    path("bench/caseload/", views.naive_caseload),
    path("", include("config.urls")),
]
