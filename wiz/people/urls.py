from django.urls import path

from wiz.flags.system import system_view
from wiz.people import views

urlpatterns = [
    path("gebruikers/", views.users, name="users"),
    path("gebruikers/nieuw/", views.user_add, name="user_add"),
    path("gebruikers/<int:pk>/", views.user_change, name="user_change"),
    path("gebruikers/<int:pk>/uitnodiging/", views.user_invite, name="user_invite"),
    path("organisatie/", views.organisation, name="organisation"),
    path("systeem/", system_view, name="system"),
]
