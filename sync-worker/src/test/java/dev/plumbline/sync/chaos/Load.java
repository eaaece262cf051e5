package dev.plumbline.sync.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Customers live and the provider tells of it; applications ask meanwhile, so that there are caches to go stale. */
final class Load implements AutoCloseable {
    private final Plan plan;
    private final Lives lives;
    private final Post post;
    private final Answers answers;
    private final List<Node> nodes;
    private final Map<String, AtomicInteger> answered = new ConcurrentSkipListMap<>();
    private final Thread living;
    private final Thread asking;
    private volatile boolean going = true;

    Load(Plan plan, Lives lives, Post post, Answers answers, List<Node> nodes) {
        this.plan = plan;
        this.lives = lives;
        this.post = post;
        this.answers = answers;
        this.nodes = nodes;
        for (int i = 0; i < plan.founders(); i++) {
            post.send(lives.comes());
        }
        living = Thread.ofPlatform().name("living").start(this::live);
        asking = Thread.ofPlatform().name("asking").start(this::ask);
    }

    /** What applications heard meanwhile, by status. */
    Map<String, AtomicInteger> answered() {
        return answered;
    }

    private void live() {
        Duration step = Duration.ofSeconds(1).dividedBy(plan.changesPerSecond());
        while (going) {
            if (!post.isFull()) {
                post.send(lives.goOn());
            }
            Pause.of(step);
        }
    }

    private void ask() {
        var random = new Random(plan.seed());
        while (going) {
            Node node = nodes.get(random.nextInt(nodes.size()));
            String customer = "cus_chaos_" + random.nextInt(plan.founders());
            // One that is dead or frozen does not answer: the next round may ask the other one, as an application
            // would.
            String status = answers.of(customer, node, "")
                    .getOrDefault("status", "200")
                    .substring(0, 3)
                    .strip();
            answered.computeIfAbsent(status, _ -> new AtomicInteger()).incrementAndGet();
            Pause.of(Duration.ofMillis(50));
        }
    }

    @Override
    public void close() throws InterruptedException {
        going = false;
        living.join();
        asking.join();
    }
}
