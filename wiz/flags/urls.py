from django.urls import path

from wiz.flags import views

urlpatterns = [
    path("vandaag/", views.today_page, name="today"),
    path("signalen/<int:pk>/uitstellen/", views.flag_snooze, name="flag_snooze"),
    path("signalen/<int:pk>/terughalen/", views.flag_wake, name="flag_wake"),
]
