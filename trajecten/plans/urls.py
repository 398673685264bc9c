from django.urls import path

from trajecten.plans import views

urlpatterns = [path("clienten/<int:pk>/plan/", views.plan, name="plan")]
