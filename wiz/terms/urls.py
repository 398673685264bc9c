from django.urls import path

from wiz.terms import views

urlpatterns = [
    path("feestdagen/", views.extra_holidays, name="extra_holidays"),
    path("feestdagen/<int:pk>/weg/", views.extra_holiday_remove, name="extra_holiday_remove"),
]
