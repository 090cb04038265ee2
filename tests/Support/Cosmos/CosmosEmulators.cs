namespace IntegrationFunctions.Tests.Support.Cosmos;

/// <summary>What can't be tried against a server that is not the fake, a test at a time, and why.</summary>
internal static class CosmosEmulators
{
    private static readonly Dictionary<string, string[]> Everywhere = new(StringComparer.Ordinal)
    {
        ["The service's clock can't be put forward by a month."] =
        [
            "The_feed_forgets_what_was_superseded_and_deleted_long_ago",
            "Who_begins_to_read_after_deletions_were_forgotten_reads_on_to_the_end",
        ],
    };

    /// <summary>@vercel/cosmosdb-server 1.0.1.</summary>
    private static readonly Dictionary<string, string[]> Vercel = new(StringComparer.Ordinal)
    {
        ["It answers 500 to a read of what is not there."] =
        [
            "A_batch_sends_no_message_for_another_tenant",
            "A_batch_with_one_conflict_writes_nothing",
            "A_check_demands_what_is_there_and_writes_nothing",
            "A_cursor_fits_its_query_alone_but_any_page_size",
            "A_cursor_stands_at_a_document_whether_it_is_found_or_gone",
            "A_delete_of_nothing_is_no_change",
            "A_document_is_there_until_its_time_and_not_from_then_on",
            "A_failed_transaction_writes_nothing",
            "A_field_that_is_none_is_refused_before_anything_is_written",
            "A_sum_that_no_decimal_holds_fails_the_batch_and_no_other",
            "A_transaction_sees_its_own_writes_and_nobody_else_does",
            "A_transaction_that_only_reads_commits_nothing",
            "A_write_over_keeps_the_time_of_creation_and_changes_the_etag",
            "Aggregates_take_the_numbers_and_leave_the_rest",
            "An_etag_demanded_of_nothing_is_a_conflict",
            "An_update_of_nothing_or_of_another_version_is_a_conflict",
            "Any_history_and_any_query_agree_with_the_model",
            "Any_history_of_writes_expiry_and_house_keeping_agrees_with_the_model",
            "Any_query_with_any_cursor_agrees_with_the_model_or_is_refused",
            "Comparisons_regard_the_type",
            "Control_characters_in_strings_compare_like_any_other",
            "Count_does_not_care_for_order_page_or_cursor",
            "Deleting_what_is_not_there_is_no_conflict",
            "Dotted_fields_reach_inside_and_all_filters_must_hold",
            "Elements_follow_every_write",
            "Equal_keys_are_ordered_by_id_in_both_directions",
            "GetMany_keeps_the_order_and_says_null_for_the_missing",
            "House_keeping_removes_what_has_expired_a_little_at_a_time_and_tells_the_feed",
            "No_writing_verb_reaches_another_tenant",
            "Odd_field_names_are_just_names",
            "Paging_neither_repeats_nor_misses_what_stays_while_others_come_and_go",
            "Selected_fields_come_back_where_they_were_and_to_the_digit",
            "Several_keys_order_one_after_the_other",
            "Strings_are_ordered_by_code_point",
            "The_documents_of_a_query_are_demanded_too",
            "The_last_page_has_no_next",
            "The_order_is_by_type_then_value_then_id_and_missing_comes_first",
            "Transfers_between_accounts_keep_the_sum",
            "The_largest_document_fits_and_a_byte_more_does_not",
            "Waiting_ends_with_the_next_change_of_the_collection",
            "What_was_never_written_is_null",
            "What_was_only_read_must_not_change_either",
        ],
        ["It can't read transactional batches."] =
        [
            "A_batch_gives_the_etags_in_the_order_of_its_operations",
            "A_batch_holds_a_hundred_operations_and_no_more",
            "A_batch_of_messages_alone_is_sent",
            "A_page_of_changes_never_ends_inside_a_batch",
            "A_reader_beside_many_writers_misses_nothing_and_sees_batches_whole",
            "Messages_of_a_committed_batch_are_sent",
            "Messages_of_a_refused_batch_are_not_sent",
        ],
        ["It gives no plans of queries."] =
        [
            "A_set_says_anew_when_it_expires_and_an_update_keeps_it",
            "Collections_below_documents_are_their_own",
            "Cursors_of_one_tenant_are_refused_by_another",
            "Every_digit_comes_out_as_it_went_in",
            "Everything_is_there_after_a_restart",
            "What_no_index_serves_is_refused_even_where_there_is_nothing_to_search",
        ],
        ["It gives no ranges of partition keys, so no query goes over several partitions."] =
        [
            "A_create_over_what_has_expired_is_a_new_document",
            "A_group_is_all_collections_of_that_name_in_the_order_of_paths",
            "A_listener_is_told_of_expiry",
            "No_query_reaches_another_tenant",
        ],
        ["It refuses SELECT DISTINCT over several partitions."] =
        [
            "Collections_are_those_that_hold_something",
            "No_verb_reaches_another_tenant",
        ],
        ["It gives no change feed from a place on."] =
        [
            "A_listener_goes_on_where_it_was_after_a_restart",
            "A_thousand_listeners_see_every_change_of_many_writers_in_order",
            "An_empty_page_keeps_the_place",
            "The_feed_tells_every_change_in_order_with_its_state",
        ],
    };

    private static readonly Dictionary<string, Dictionary<string, string[]>> Gaps = new(StringComparer.Ordinal)
    {
        ["vercel"] = Vercel,
    };

    /// <summary>Every test that is named for some server.</summary>
    public static IEnumerable<string> Tests =>
        Gaps.Values.Append(Everywhere).SelectMany(gaps => gaps.Values).SelectMany(tests => tests);

    /// <summary>Why the test can't be run against the emulator, null: an account. One that is not listed has no gaps that are known.</summary>
    public static string? Gap(string? emulator, string test) =>
        Everywhere
            .Concat(Gaps.GetValueOrDefault(emulator ?? "") ?? [])
            .FirstOrDefault(gap => gap.Value.Contains(test))
            .Key;
}
