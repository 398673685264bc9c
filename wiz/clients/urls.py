from django.urls import path

from wiz.casefile.views import client_events
from wiz.clients import views

urlpatterns = [
    path("clienten/nieuw/", views.client_add, name="client_add"),
    path("clienten/<int:pk>/", views.client, name="client"),
    path("clienten/<int:pk>/wijzigen/", views.client_change, name="client_change"),
    path("clienten/<int:pk>/tijdlijn/", client_events, name="client_events"),
    path("clienten/<int:pk>/bsn/", views.client_bsn, name="client_bsn"),
    path("zoeken/", views.find, name="find"),
]
