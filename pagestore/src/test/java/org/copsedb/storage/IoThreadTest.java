package org.copsedb.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.copsedb.testkit.DeadlockWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DeadlockWatch.class)
class IoThreadTest {
    private final IoThread thread = new IoThread("io under test");

    @AfterEach
    void stop() {
        thread.stop();
    }

    @Test
    void callsRunOnOneStoreThread() throws IOException {
        Thread first = thread.call(Thread::currentThread);
        assertInstanceOf(StoreThread.class, first);
        assertNotSame(Thread.currentThread(), first);
        assertTrue(first.isDaemon());
        assertSame(first, thread.call(Thread::currentThread));
    }

    @Test
    void aStoreThreadRunsItsOwnCalls() throws IOException {
        Thread store = thread.call(Thread::currentThread);
        assertSame(store, thread.call(() -> new IoThread("other").call(Thread::currentThread)));
    }

    @Test
    void whateverIsThrownReachesTheCallerAndTheThreadGoesOn() throws IOException {
        for (Throwable thrown : List.of(new IOException(), new IllegalStateException(), new StackOverflowError())) {
            var caught = assertThrows(Throwable.class, () -> thread.run(() -> throwAnything(thrown)));
            assertSame(thrown, caught);
        }
        assertEquals(5, thread.call(() -> 5));
    }

    private static void throwAnything(Throwable thrown) throws IOException {
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        throw (Error) thrown;
    }

    @Test
    void aStoppedThreadRefusesCalls() {
        thread.stop();
        var called = new AtomicBoolean();
        assertThrows(ClosedChannelException.class, () -> thread.run(() -> called.set(true)));
        assertFalse(called.get());
    }

    @Test
    void callsThatWaitAreCarriedOutBeforeTheThreadStops() throws Exception {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var done = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        callers.add(start(() -> {
            entered.countDown();
            release.await();
            done.incrementAndGet();
        }));
        entered.await();
        for (int i = 0; i < 3; i++) {
            Thread caller = start(done::incrementAndGet);
            callers.add(caller);
            while (caller.getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
        }
        thread.stop();
        release.countDown();
        for (Thread caller : callers) {
            caller.join(10_000);
            assertFalse(caller.isAlive());
        }
        assertEquals(4, done.get());
    }

    @Test
    void anInterruptNeitherEndsTheWaitNorIsLost() throws Exception {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var completed = new AtomicBoolean();
        var outcome = new AtomicBoolean();
        var caller = new Thread(() -> {
            try {
                thread.run(() -> {
                    entered.countDown();
                    awaitUninterruptibly(release);
                    completed.set(true);
                });
                outcome.set(completed.get() && Thread.currentThread().isInterrupted());
            } catch (IOException e) {
                outcome.set(false);
            }
        });
        caller.start();
        entered.await();
        for (int i = 0; i < 10; i++) {
            caller.interrupt();
            Thread.sleep(1);
        }
        assertTrue(caller.isAlive());
        release.countDown();
        caller.join(10_000);
        assertTrue(outcome.get());
    }

    @Test
    void nobodyInterruptsAStoreThread() throws IOException {
        Thread store = thread.call(Thread::currentThread);
        store.interrupt();
        assertFalse(thread.call(() -> Thread.currentThread().isInterrupted()));
    }

    /** Work of a test that may wait. */
    private interface Work {
        void run() throws InterruptedException;
    }

    private Thread start(Work work) {
        var caller = new Thread(() -> {
            try {
                thread.run(() -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                });
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        caller.start();
        return caller;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
