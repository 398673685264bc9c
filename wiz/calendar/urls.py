from django.urls import path

from wiz.calendar import views

urlpatterns = [path("kalender/", views.calendar, name="calendar")]
