package org.copsedb.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the tests need to know of a Markdown text: its links, and its fenced blocks of code. */
final class Markdown {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*|#.*");
    private static final String FENCE = "```";

    /**
     * A fenced block.
     *
     * @param heading the heading of the section that it stands in
     * @param language the word after the opening fence
     * @param lines its content
     */
    record Block(String heading, String language, List<String> lines) {}

    private final List<Block> blocks = new ArrayList<>();
    private final List<String> relativeLinks = new ArrayList<>();

    Markdown(String text) {
        String heading = "";
        boolean inBlock = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith(FENCE)) {
                inBlock = !inBlock;
                if (inBlock) {
                    blocks.add(new Block(heading, line.substring(FENCE.length()), new ArrayList<>()));
                }
            } else if (inBlock) {
                blocks.get(blocks.size() - 1).lines().add(line);
            } else {
                heading = line.startsWith("#") ? line : heading;
                addLinks(line);
            }
        }
    }

    private void addLinks(String line) {
        LINK.matcher(line)
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(target -> !ELSEWHERE.matcher(target).matches())
                .map(target -> target.replaceFirst("#.*", ""))
                .forEach(relativeLinks::add);
    }

    List<Block> blocks(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    List<String> relativeLinks() {
        return List.copyOf(relativeLinks);
    }
}
