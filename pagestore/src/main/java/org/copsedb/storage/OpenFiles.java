package org.copsedb.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.UUID;

/**
 * The names of the files that are open in this Java virtual machine, so that a second open is refused before it touches
 * anything: closing any descriptor of a lock file would drop the first one's lock.
 *
 * <p>The names stand among the system properties, as plain strings, since nothing else is shared by class loaders that
 * have each their own copy of CopseDB. A claim holds the names of one open file.
 */
final class OpenFiles {
    private static final String PREFIX = "org.copsedb.open.";

    /** Tells this claim's names from those of any other, in any class loader. */
    private final String token = UUID.randomUUID().toString();

    private final Deque<String> claimed = new ArrayDeque<>();

    /**
     * Claims a name, unless some claim has it already.
     *
     * @param kind what sort of name it is
     * @param name the name
     * @return whether the name is this claim's now
     */
    boolean claim(String kind, String name) {
        String property = PREFIX + kind + "." + name;
        if (System.getProperties().putIfAbsent(property, token) != null) {
            return false;
        }
        claimed.push(property);
        return true;
    }

    /** Gives up all names. */
    void release() {
        Properties properties = System.getProperties();
        while (!claimed.isEmpty()) {
            properties.remove(claimed.pop(), token);
        }
    }
}
