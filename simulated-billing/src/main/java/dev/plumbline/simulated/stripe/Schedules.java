package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is agreed on for later, and how it comes. Nothing comes by itself: {@link #advance} is what Stripe does at a boundary. */
public final class Schedules {
    private final World world;
    private final Signup signup;

    Schedules(World world) {
        this.world = world;
        this.signup = new Signup(world);
    }

    /** Of a subscription that runs: what it sells now is the first phase, up to the beginning of the first one given. */
    public Change<Schedule> follow(String subscription, String endBehavior, Schedule.Phase... later) {
        return world.change(story -> {
            Subscription before = Subscriptions.running(world, subscription);
            List<Schedule.Phase> phases = new ArrayList<>(List.of(later));
            List<Line> now = before.items().stream()
                    .map(item -> new Line(item.price().id(), item.quantity()))
                    .toList();
            phases.addFirst(new Schedule.Phase(before.startDate(), later[0].start(), now, null));
            Schedule schedule = new Schedule(
                    story.id("sub_sched_"),
                    story.now(),
                    before.customer(),
                    subscription,
                    Schedule.ACTIVE,
                    endBehavior,
                    phases,
                    0);
            story.asked().created(schedule);
            story.updated(before, before.with(before.attached().following(schedule.id())));
            return schedule;
        });
    }

    /** Of a subscription that will be made when the first phase begins. */
    public Change<Schedule> plan(String customer, String endBehavior, Schedule.Phase... phases) {
        return world.change(story -> {
            Customers.existing(world, customer);
            return story.asked()
                    .created(new Schedule(
                            story.id("sub_sched_"),
                            story.now(),
                            customer,
                            null,
                            Schedule.NOT_STARTED,
                            endBehavior,
                            List.of(phases),
                            -1));
        });
    }

    /** The next phase begins, or, after the last, what its end brings. */
    public Change<Schedule> advance(String schedule) {
        return world.change(story -> {
            Schedule before = existing(schedule);
            if (before.isLast()) {
                return end(story, before);
            }
            Schedule.Phase next = before.phases().get(before.current() + 1);
            Subscription begun = before.subscription() == null
                    ? signup.scheduled(story, before, next)
                    : change(story, Subscriptions.running(world, before.subscription()), next);
            return story.updated(before, before.begun(begun.id()));
        });
    }

    /** The subscription goes on as it is now. */
    public Change<Schedule> release(String schedule) {
        return world.change(story -> release(story.asked(), existing(schedule)));
    }

    /** With its subscription, if there is one. */
    public Change<Schedule> cancel(String schedule) {
        return world.change(story -> {
            Schedule before = existing(schedule);
            if (before.subscription() != null) {
                Cancellations.end(story, Subscriptions.running(world, before.subscription()), story.now());
            }
            return told(story, before, Schedule.CANCELED);
        });
    }

    private Schedule end(Story story, Schedule before) {
        if (before.endBehavior().equals("cancel") && before.subscription() != null) {
            Instant planned = before.phases().getLast().end();
            Cancellations.end(story, Subscriptions.running(world, before.subscription()), planned);
            return told(story, before, Schedule.COMPLETED);
        }
        return release(story, before);
    }

    private Schedule release(Story story, Schedule before) {
        if (before.subscription() != null) {
            Subscription followed = Subscriptions.existing(world, before.subscription());
            story.updated(followed, followed.with(followed.attached().following(null)));
        }
        return told(story, before, Schedule.RELEASED);
    }

    private static Schedule told(Story story, Schedule before, String how) {
        Schedule after = before.ended(how);
        story.put(after);
        story.tell(how, after);
        return after;
    }

    /** An item whose price goes on keeps its id; the others are new. */
    private Subscription change(Story story, Subscription before, Schedule.Phase next) {
        List<Item> items = new ArrayList<>();
        for (Line line : next.lines()) {
            Item same = before.itemFor(line.price());
            Item fresh = signup.item(story, line, before.billingCycleAnchor(), next.start());
            items.add(same == null ? fresh : same.with(fresh.quantity()));
        }
        return story.updated(before, before.paying(items));
    }

    private Schedule existing(String id) {
        Schedule schedule = world.schedules.latest(id);
        if (schedule == null) {
            throw new IllegalArgumentException("no such schedule: " + id);
        }
        return schedule;
    }
}
