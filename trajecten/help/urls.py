from django.urls import path

from trajecten.help import views

urlpatterns = [
    path("clienten/<int:pk>/hulp/", views.help_page, name="help"),
    path("clienten/<int:pk>/hulp/noteren/", views.referral_add, name="referral_add"),
    path("hulp/<int:pk>/wat-kwam-ervan/", views.referral_follow_up, name="referral_follow_up"),
    path("hulp/<int:pk>/eigenaar/", views.referral_owner, name="referral_owner"),
    path("hulp/<int:pk>/verbeteren/", views.referral_change, name="referral_change"),
    path("hulp/<int:pk>/ongedaan-maken/", views.referral_undo, name="referral_undo"),
    path("hulp/<int:pk>/weghalen/", views.referral_remove, name="referral_remove"),
]
