from django.urls import path

from trajecten.ladder import administration, views

urlpatterns = [
    path("clienten/<int:pk>/ladder/", views.ladder, name="ladder"),
    path("clienten/<int:pk>/ladder/<int:placement>/ongedaan/", views.placement_undo, name="placement_undo"),
    path(
        "clienten/<int:pk>/ladder/<int:placement>/vervolg/",
        views.placement_follow_up,
        name="placement_follow_up",
    ),
    path("beheer/ladders/", administration.ladders, name="ladders"),
    path("beheer/ladders/nieuw/", administration.ladder_add, name="ladder_add"),
    path("beheer/ladders/<int:pk>/", administration.ladder_change, name="ladder_change"),
]
