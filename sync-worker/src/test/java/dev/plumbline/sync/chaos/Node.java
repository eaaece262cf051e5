package dev.plumbline.sync.chaos;

import dev.plumbline.sync.support.PlumblineProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** One of the two: its process, watched by somebody who starts it again when it ends by itself. */
final class Node implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private static final Duration RESTART_AFTER = Duration.ofSeconds(2);

    private final String name;
    private final PlumblineProcess process;
    private final Recovery recovery = new Recovery();
    private final Thread undertaker = new Thread(this::leaveNothingRunning);
    private final Thread watch;
    private boolean meantToRun;
    private volatile boolean watched = true;
    private int endedByItself;

    Node(String name, PlumblineProcess process) {
        this.name = name;
        this.process = process;
        this.watch = Thread.ofPlatform().name("watch-" + name).daemon().unstarted(this::watch);
        Runtime.getRuntime().addShutdownHook(undertaker);
    }

    synchronized void launch() {
        process.launch();
        meantToRun = true;
        if (watch.getState() == Thread.State.NEW) {
            watch.start();
        }
    }

    /** kill -9. It stays down until it is launched. */
    synchronized void kill() {
        meantToRun = false;
        process.kill();
    }

    /** It stands still in the middle of whatever it does, and knows nothing of it. */
    void freeze() {
        Signal.STOP.to(process.pid());
    }

    void thaw() {
        Signal.CONT.to(process.pid());
    }

    boolean isReady() {
        return process.isReady();
    }

    Recovery recovery() {
        return recovery;
    }

    URI uri(String path) {
        return process.uri(path);
    }

    Path log() {
        return process.log();
    }

    synchronized int endedByItself() {
        return endedByItself;
    }

    private void watch() {
        while (watched) {
            startAgainIfItEnded();
            recovery.seen(process.isReady(), System.nanoTime());
            Pause.of(LOOK_EVERY);
        }
    }

    /** As a supervisor would: it gave up at its start, say while the database was away for too long. */
    private synchronized void startAgainIfItEnded() {
        if (meantToRun && !process.isAlive()) {
            endedByItself++;
            System.out.println(name + " ended by itself, see " + process.log() + "\n" + process.lastLines());
            Pause.of(RESTART_AFTER);
            process.launch();
        }
    }

    private synchronized void leaveNothingRunning() {
        meantToRun = false;
        watched = false;
        if (process.isAlive()) {
            process.kill();
        }
    }

    @Override
    public void close() throws InterruptedException {
        watched = false;
        watch.join();
        leaveNothingRunning();
        Runtime.getRuntime().removeShutdownHook(undertaker);
    }

    @Override
    public String toString() {
        return name;
    }
}
