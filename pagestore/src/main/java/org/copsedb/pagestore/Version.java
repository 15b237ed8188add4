package org.copsedb.pagestore;

/**
 * A committed state of the database: what a reader sees for life.
 *
 * @param number the number of the commit that made it; grows by one with each
 * @param watermark the last stamp of a page in it: pages of later commits have larger ones
 * @param userRoot the root of what users store; all that a restore exchanges
 * @param systemRoot the root of what the database keeps about itself; never restored
 */
public record Version(long number, long watermark, PageReference userRoot, PageReference systemRoot) {}
