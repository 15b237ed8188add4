package org.copsedb.pagestore.oracle;

import org.jspecify.annotations.Nullable;

/** One object under test, to which recorded operations are applied. */
interface Session {
    /**
     * Applies an operation.
     *
     * @return its result as the recordings write it, or null if it yields none
     */
    @Nullable
    String apply(Operation operation);

    /** All state, to see that a refused operation left it alone. */
    byte[] state();

    /** Creates what the header line of a session asks for. */
    static Session open(Operation header) {
        return switch (header.signature()) {
            case "new/2" -> new AllocatorSession(header);
            case "new_btree/1" -> new SummaryBitmapSession(header);
            case "new_u64/3" -> new GroupedBitmapSession(header);
            case "new_tracker/2" -> new TrackerSession(header);
            default -> throw header.notUnderstood();
        };
    }

    static boolean isHeader(Operation operation) {
        return operation.words().get(0).startsWith("new");
    }
}
