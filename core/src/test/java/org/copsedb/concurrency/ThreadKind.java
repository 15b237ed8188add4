package org.copsedb.concurrency;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Kinds of threads that a JDK may have. */
enum ThreadKind {
    /** One for each thread of the operating system. */
    PLATFORM {
        @Override
        Thread start(Runnable work) {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            thread.start();
            return thread;
        }
    },
    /** Many on few threads of the operating system, from JDK 21 on. */
    VIRTUAL {
        @Override
        Thread start(Runnable work) {
            MethodHandle starter = VIRTUAL_STARTER;
            if (starter == null) {
                throw new IllegalStateException("Java " + Runtime.version() + " has no virtual threads");
            }
            try {
                return (Thread) starter.invoke(work);
            } catch (Throwable refused) {
                throw new IllegalStateException("no virtual thread was started", refused);
            }
        }
    };

    private static final @Nullable MethodHandle VIRTUAL_STARTER = findStarter();

    private static @Nullable MethodHandle findStarter() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (NoSuchMethodException | IllegalAccessException old) {
            return null;
        }
    }

    /** Starts a thread. */
    abstract Thread start(Runnable work);

    /** Returns the newest kind that this JDK has. */
    static ThreadKind newest() {
        return VIRTUAL_STARTER == null ? PLATFORM : VIRTUAL;
    }
}
