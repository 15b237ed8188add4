package org.copsedb.transaction;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles that their users lost without ending them: lets go of what they held, and reports where they were opened.
 * Safe for use by many threads.
 */
public final class ForgottenHandles {
    private static final Logger LOG = LoggerFactory.getLogger(ForgottenHandles.class);
    private static final Cleaner CLEANER = Cleaner.create();

    private final OpeningPlaces places = new OpeningPlaces();
    private final AtomicLong count = new AtomicLong();
    private volatile boolean stopped;

    /** Makes an account of nothing. */
    public ForgottenHandles() {}

    /** A handle that is watched until it ends. */
    public static final class Watch {
        private final Hold hold;
        private final Cleaner.Cleanable registration;

        private Watch(Hold hold, Cleaner.Cleanable registration) {
            this.hold = hold;
            this.registration = registration;
        }

        /**
         * Notes that the handle's user has ended it.
         *
         * @return false if it had ended before
         */
        public boolean end() {
            boolean isFirst = hold.end();
            if (isFirst) {
                registration.clean();
            }
            return isFirst;
        }
    }

    /** What is left when a handle is lost; it does not refer to the handle. */
    private static final class Hold implements Runnable {
        private final ForgottenHandles owner;
        private final String report;
        private final Runnable letGo;
        private final @Nullable Throwable place;
        private final AtomicBoolean ended = new AtomicBoolean();

        Hold(ForgottenHandles owner, String report, Runnable letGo) {
            this.owner = owner;
            this.report = report;
            this.letGo = letGo;
            this.place = owner.recordPlace();
        }

        boolean end() {
            return ended.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (end() && !owner.stopped) {
                try {
                    letGo.run();
                } finally {
                    owner.report(report, place);
                }
            }
        }
    }

    /**
     * Watches a handle.
     *
     * @param handle the handle, which holds the result
     * @param report what to say if it is lost
     * @param letGo what to do if it is lost, on a thread that waits for nothing; must not refer to the handle
     * @return the watch
     */
    public Watch watch(Object handle, String report, Runnable letGo) {
        Hold hold = new Hold(this, report, letGo);
        return new Watch(hold, CLEANER.register(handle, hold));
    }

    /** Records where the caller opens a handle; null if that is not recorded this time. */
    @Nullable
    Throwable recordPlace() {
        return places.record();
    }

    /** Looks for no handles any more: what they refer to has ended, and all that they held with it. */
    public void stop() {
        stopped = true;
    }

    /**
     * Returns how many handles were lost so far.
     *
     * @return 0 or more
     */
    public long count() {
        return count.get();
    }

    /** Reports a handle, with the place where it was opened if that was recorded. */
    void report(String what, @Nullable Throwable place) {
        places.recordAll();
        count.incrementAndGet();
        if (place == null) {
            LOG.warn("{}; where it was opened was not recorded, but will be from now on for every handle", what);
        } else {
            LOG.warn("{}; it was opened here:", what, place);
        }
    }
}
